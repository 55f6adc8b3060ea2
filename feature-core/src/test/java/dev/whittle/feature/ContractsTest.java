package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.kernel.Kernels;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contracts see each way of breaking them. */
class ContractsTest {
    private enum Fault {
        NONE,
        BATCH_DIFFERS,
        COMPANY,
        STRIDE,
        CHANGES_IMAGES,
        THREADS,
        KERNELS,
        AT_ONCE,
        RESTORE,
        NOT_FINITE,
        WRITES_BESIDE,
        NO_ROOM_CHECK,
        BANDS,
        NEEDS_DATA
    }

    /** How many calls of a feature there are at the moment. */
    private static final AtomicInteger USERS = new AtomicInteger();

    /** The mean of the image's pixels and a learned offset, with a fault. */
    private record Feature(Fault fault) implements Spec<Dataset, FeatureExtractor> {
        @Override
        public FeatureExtractor fit(Dataset train, Run run) {
            if (train.size() == 0) {
                throw new IllegalArgumentException("At least one image is needed");
            }
            float sum = fault == Fault.THREADS ? run.threads() : 0;
            for (int i = 0; i < train.size(); i++) {
                sum += train.image(i).getBand(0).get(0, 0);
            }
            return new Mean(fault, new Matrix(1, 1, new float[] {sum}), run.kernels());
        }

        @Override
        public FeatureExtractor restore(NamedArrays arrays, Run run) {
            Matrix offset = arrays.get("offset", 1, 1);
            if (fault != Fault.NOT_FINITE) {
                offset.requireFinite("array 'offset'");
            }
            Matrix own = offset.copy();
            if (fault == Fault.RESTORE) {
                own.data()[0] = Math.nextUp(own.data()[0]);
            }
            return new Mean(fault, own, run.kernels());
        }

        @Override
        public boolean needsData() {
            return fault != Fault.NEEDS_DATA;
        }
    }

    private record Mean(Fault fault, Matrix offset, Kernels fitted) implements FeatureExtractor {
        @Override
        public int length(int width, int height, int bands) {
            if (width < 1 || height < 1 || (bands != 1 && bands != 3 && fault != Fault.BANDS)) {
                throw new IllegalArgumentException("No image: " + width + "x" + height + ", " + bands + " bands");
            }
            return 1;
        }

        @Override
        public void extract(Dataset images, int from, int to, Matrix out, int row, Run run) {
            for (int i = from; i < to; i++) {
                int length = length(images.image(i));
                if (length != out.columns()) {
                    throw new IllegalArgumentException("1 value, but rows have " + out.columns());
                }
                extract(images.image(i), out.data(), row + i - from, run);
                out.data()[row + i - from] += fault == Fault.BATCH_DIFFERS ? 1 : 0;
                out.data()[row + i - from] += fault == Fault.COMPANY && i > from ? out.data()[row] : 0;
            }
        }

        @Override
        public void extract(Planar<GrayU8> image, float[] out, int at, Run run) {
            if (fault != Fault.NO_ROOM_CHECK) {
                FeatureExtractor.checkRoom(1, out, at);
            }
            length(image);
            long sum = 0;
            for (int b = 0; b < image.getNumBands(); b++) {
                GrayU8 band = image.getBand(b);
                for (int i = 0; i < band.width * band.height; i++) {
                    sum += fault == Fault.STRIDE ? band.data[i] & 0xFF : band.get(i % band.width, i / band.width);
                }
            }
            if (fault == Fault.CHANGES_IMAGES) {
                image.getBand(0).set(3, 3, 7);
            }
            out[at] = sum + offset.data()[0];
            out[at] += fault == Fault.KERNELS && run.kernels() != KernelChoice.SCALAR.kernels() ? 1 : 0;
            if (fault == Fault.AT_ONCE) {
                USERS.incrementAndGet();
                LockSupport.parkNanos(500_000);
                out[at] += USERS.get() > 1 ? 1 : 0;
                USERS.decrementAndGet();
            }
            if (fault == Fault.WRITES_BESIDE) {
                out[at + 1] = 0;
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("offset", offset);
        }
    }

    private static final ExtractorContract EXTRACTORS = new ExtractorContract() {
        @Override
        protected Stream<Feature> specs() {
            throw new AssertionError("the cases are given");
        }

        @Override
        protected String pin() {
            throw new AssertionError("the cases are given");
        }
    };

    private static final List<BiConsumer<ExtractorContract, ExtractorContract.Case>> OF_EXTRACTORS = List.of(
            ExtractorContract::theBatchIsImageByImage,
            ExtractorContract::aRowDoesNotDependOnItsCompany,
            ExtractorContract::subImagesAreImages,
            ExtractorContract::imagesAreLeftAlone,
            ExtractorContract::threadsAndKernelsChangeNoBit,
            ExtractorContract::restoredGivesTheSameBits,
            ExtractorContract::arraysThatAreNotFiniteAreRefusedByName,
            ExtractorContract::badInputIsRefusedAndNamed,
            ExtractorContract::needsNoDataOrIsFittedToTheImages);

    private static void holdExtractor(Fault fault) {
        ExtractorContract.Case c = new ExtractorContract.Case(new Feature(fault), 3);
        OF_EXTRACTORS.forEach(check -> check.accept(EXTRACTORS, c));
    }

    @Test
    void aRightFeatureHolds() {
        holdExtractor(Fault.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aFeatureWithAFaultDoesNotHold(Fault fault) {
        assertThrows(Throwable.class, () -> holdExtractor(fault));
    }

    private enum OfRows {
        NONE,
        COMPANY,
        ADDS,
        CHANGES_ROWS,
        THREADS,
        KERNELS,
        RESTORE,
        NOT_FINITE,
        COLUMNS,
        TAKES_NAN,
        NO_ROOM_CHECK,
        NEEDS_DATA
    }

    /** Each value times two and a learned offset, with a fault. */
    private record Twice(OfRows fault) implements Spec<Rows, Transform> {
        @Override
        public Transform fit(Rows train, Run run) {
            if (fault != OfRows.TAKES_NAN) {
                train.checkFinite("rows to fit to");
            }
            float[] first = new float[train.columns()];
            train.read(0, 1, first, 0);
            first[0] += fault == OfRows.THREADS ? run.threads() : 0;
            return new Offset(fault, new Matrix(1, first.length, first));
        }

        @Override
        public Transform restore(NamedArrays arrays, Run run) {
            Matrix offset = arrays.get("offset", 1, -1);
            if (fault != OfRows.NOT_FINITE) {
                offset.requireFinite("array 'offset'");
            }
            Matrix own = offset.copy();
            if (fault == OfRows.RESTORE) {
                own.data()[1] = Math.nextUp(own.data()[1]);
            }
            return new Offset(fault, own);
        }

        @Override
        public boolean needsData() {
            return fault != OfRows.NEEDS_DATA;
        }
    }

    private record Offset(OfRows fault, Matrix offset) implements Transform {
        @Override
        public int columns(int columns) {
            if (columns != offset.columns() && fault != OfRows.COLUMNS) {
                throw new IllegalArgumentException("Fitted to " + offset.columns() + " columns, got " + columns);
            }
            return columns;
        }

        @Override
        public void apply(float[] in, int at, int n, int columns, float[] out, int to, Run run) {
            if (fault != OfRows.NO_ROOM_CHECK) {
                checkRoom(in, at, n, columns, out, to);
            }
            int d = offset.columns();
            for (int i = 0; i < n * d; i++) {
                float value = 2 * in[at + i] + offset.data()[i % d];
                value += fault == OfRows.COMPANY && i >= d ? in[at] : 0;
                value += fault == OfRows.KERNELS && run.kernels() != KernelChoice.SCALAR.kernels() ? 1 : 0;
                out[to + i] = fault == OfRows.ADDS ? out[to + i] + value : value;
            }
            if (fault == OfRows.CHANGES_ROWS) {
                Arrays.fill(in, at, at + n * d, 0);
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("offset", offset);
        }
    }

    private static final TransformContract<Rows> TRANSFORMS = new TransformContract<>() {
        @Override
        protected Stream<Twice> specs() {
            throw new AssertionError("the specs are given");
        }

        @Override
        protected String pin() {
            throw new AssertionError("the specs are given");
        }

        @Override
        protected Rows training(Rows rows) {
            return rows;
        }

        @Override
        protected int columns() {
            return 5;
        }
    };

    private static void holdTransform(OfRows fault) {
        Twice spec = new Twice(fault);
        TRANSFORMS.aRowDoesNotDependOnItsCompany(spec);
        TRANSFORMS.theRowsAreLeftAlone(spec);
        TRANSFORMS.threadsKernelsAndKindsOfTablesChangeNoBit(spec);
        TRANSFORMS.restoredGivesTheSameBits(spec);
        TRANSFORMS.arraysThatAreNotFiniteAreRefused(spec);
        TRANSFORMS.badRowsAreRefusedAndNamed(spec);
        TRANSFORMS.shortArraysAreRefusedWithTheirSizes(spec);
        TRANSFORMS.needsNoDataOrIsFittedToTheRows(spec);
    }

    @Test
    void aRightTransformHolds() {
        holdTransform(OfRows.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aTransformWithAFaultDoesNotHold(OfRows fault) {
        assertThrows(Throwable.class, () -> holdTransform(fault));
    }
}
