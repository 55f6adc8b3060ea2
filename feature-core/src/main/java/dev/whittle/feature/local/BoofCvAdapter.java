package dev.whittle.feature.local;

import boofcv.abst.feature.dense.DescribeImageDense;
import boofcv.abst.feature.detdesc.DetectDescribePoint;
import boofcv.struct.feature.TupleDesc;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageBase;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import georegression.struct.point.Point2D_F64;
import georegression.struct.point.Point2D_I32;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Any dense or sparse descriptors of the library BoofCV as local descriptors, for use in code. Experiments can use
 * {@link BoofCvDescriptors}. Nothing is learned from data.
 *
 * <pre>{@code BoofCvAdapter.sparse(() -> FactoryDetectDescribe.sift(null, GrayU8.class))}</pre>
 *
 * <p>BoofCV's objects must not be used by several threads, so each call at the same time has one of its own. They may
 * use threads of their own, beside those of the {@link Run}.
 *
 * <p>BoofCV gets a copy of the image as it wants it: gray or of several bands, of bytes or of floats from 0 to 255.
 * Gray is the luma of {@link dev.whittle.feature.image.Gray}. Of a gray image all bands are equal.
 *
 * <p>Values are rounded to float. Half a pixel is added to BoofCV's places, where the centre of the first pixel is 0.
 * Dense descriptors have BoofCV's order. Sparse ones are sorted by scale, row, column and values, since BoofCV's order
 * may depend on its threads. An image may have no descriptor.
 *
 * <p>The promise of the same bits everywhere does not cover them: BoofCV computes with functions like {@code Math.exp},
 * which may differ in the last bit between machines.
 */
public final class BoofCvAdapter implements NeedsNoData<Dataset, LocalDescriptors> {
    private final Supplier<Worker> make;

    private BoofCvAdapter(Supplier<Worker> make) {
        this.make = make;
    }

    /** Describes an image; used by one thread at a time. */
    private interface Worker {
        /** The number of values of a descriptor. */
        int columns();

        BoofCvImage<?> image();

        /** Describes what {@link #image} holds. */
        void describe(Descriptors out);
    }

    /**
     * Descriptors on a grid.
     *
     * @param side of the square that a descriptor describes, in pixels, which BoofCV does not say
     * @param make makes a new object in every call
     */
    public static <T extends ImageBase<T>> BoofCvAdapter dense(
            int side, Supplier<? extends DescribeImageDense<T, ?>> make) {
        if (side < 1) {
            throw new IllegalArgumentException("The side of BoofCV's descriptors must be at least 1, got " + side);
        }
        Objects.requireNonNull(make, "make");
        return new BoofCvAdapter(() -> {
            DescribeImageDense<T, ?> describer = make.get();
            return new Dense<>(
                    describer,
                    new BoofCvImage<>(describer.getImageType()),
                    describer.createDescription().size(),
                    side);
        });
    }

    /**
     * Descriptors at interest points.
     *
     * @param make makes a new object in every call
     */
    public static <T extends ImageBase<T>> BoofCvAdapter sparse(Supplier<? extends DetectDescribePoint<T, ?>> make) {
        Objects.requireNonNull(make, "make");
        return new BoofCvAdapter(() -> {
            DetectDescribePoint<T, ?> describer = make.get();
            return new Sparse<>(
                    describer,
                    new BoofCvImage<>(describer.getInputType()),
                    describer.createDescription().size());
        });
    }

    private record Dense<T extends ImageBase<T>>(
            DescribeImageDense<T, ?> describer, BoofCvImage<T> image, int columns, int side) implements Worker {
        @Override
        public void describe(Descriptors out) {
            describer.process(image.pixels());
            List<? extends TupleDesc<?>> all = describer.getDescriptions();
            List<Point2D_I32> places = describer.getLocations();
            out.reset(all.size(), columns);
            for (int i = 0; i < all.size(); i++) {
                write(all.get(i), out, i);
                out.place(i, places.get(i).x + 0.5f, places.get(i).y + 0.5f, side);
            }
        }
    }

    private record Sparse<T extends ImageBase<T>>(
            DetectDescribePoint<T, ?> describer, BoofCvImage<T> image, int columns) implements Worker {
        @Override
        public void describe(Descriptors out) {
            describer.detect(image.pixels());
            int[] order = IntStream.range(0, describer.getNumberOfFeatures())
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(describer::getRadius)
                            .thenComparingDouble(i -> describer.getLocation(i).y)
                            .thenComparingDouble(i -> describer.getLocation(i).x)
                            .thenComparing(this::compareValues))
                    .mapToInt(i -> i)
                    .toArray();
            out.reset(order.length, columns);
            for (int i = 0; i < order.length; i++) {
                write(describer.getDescription(order[i]), out, i);
                Point2D_F64 place = describer.getLocation(order[i]);
                float scale = (float) (2 * describer.getRadius(order[i]));
                out.place(i, (float) (place.x + 0.5), (float) (place.y + 0.5), scale);
            }
        }

        private int compareValues(int a, int b) {
            for (int k = 0; k < columns; k++) {
                int order = Double.compare(
                        describer.getDescription(a).getDouble(k),
                        describer.getDescription(b).getDouble(k));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }
    }

    private static void write(TupleDesc<?> values, Descriptors out, int i) {
        for (int k = 0; k < out.columns(); k++) {
            out.values()[i * out.columns() + k] = (float) values.getDouble(k);
        }
    }

    private static final class Fitted implements LocalDescriptors {
        private final Scratch<Worker> workers;
        private final int columns;

        Fitted(Supplier<Worker> make) {
            workers = new Scratch<>(make);
            columns = make.get().columns();
        }

        @Override
        public int columns(int width, int height, int bands) {
            DescribedImage.check("BoofCV's descriptors", 1, width, height, bands);
            return columns;
        }

        @Override
        public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
            columns(image.width, image.height, image.getNumBands());
            // Not given back if BoofCV fails, as it may be left in any state.
            Worker worker = run.take(workers);
            worker.image().setTo(image, run.kernels());
            try {
                worker.describe(out);
            } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "BoofCV failed at an image of " + image.width + "x" + image.height
                                + " pixels, perhaps because it is too small: " + e
                                + "; take other descriptors, or scale the images",
                        e);
            }
            run.giveBack(workers, worker);
        }
    }

    /** @throws IllegalArgumentException if BoofCV wants images of another type than those above */
    @Override
    public LocalDescriptors fitted() {
        return new Fitted(make);
    }

    @Override
    public boolean bitsPromised() {
        return false;
    }

    /** What makes BoofCV's objects cannot be written to a file. */
    @Override
    public boolean canBeSaved() {
        return false;
    }
}
