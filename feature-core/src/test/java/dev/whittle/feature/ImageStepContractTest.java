package dev.whittle.feature;

import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of image steps sees each way of breaking it, by the check that is for it. */
class ImageStepContractTest {
    private enum Fault {
        NONE(null),
        SHAPE(ImageStepContract::theShapeIsSaidBefore),
        LEARNED_SHAPE(ImageStepContract::theShapeIsSaidBefore),
        ANY_SIZE(ImageStepContract::theShapeIsSaidBefore),
        THREADS(ImageStepContract::kernelsAndThreadsChangeNoBit),
        KERNELS(ImageStepContract::kernelsAndThreadsChangeNoBit),
        FITTED_KERNELS(ImageStepContract::kernelsAndThreadsChangeNoBit),
        AT_ONCE(ImageStepContract::kernelsAndThreadsChangeNoBit),
        STRIDE(ImageStepContract::subImagesAreImages),
        STRIDE_OF_TRAINING(ImageStepContract::subImagesAreImages),
        CHANGES_IMAGES(ImageStepContract::imagesAreLeftAlone),
        CHANGES_SURROUNDINGS(ImageStepContract::imagesAreLeftAlone),
        CHANGES_TRAINING(ImageStepContract::imagesAreLeftAlone),
        COMPANY(ImageStepContract::otherImagesChangeNothing),
        RESTORE(ImageStepContract::restoredGivesTheSameBits),
        SEED(ImageStepContract::restoredGivesTheSameBits),
        NOT_FINITE(ImageStepContract::arraysThatAreNotFiniteAreRefused),
        LEARNS_NOTHING(ImageStepContract::needsNoDataOrIsFittedToTheImages),
        NEEDS_DATA(ImageStepContract::needsNoDataOrIsFittedToTheImages),
        FITS_NOTHING(ImageStepContract::needsNoDataOrIsFittedToTheImages),
        BANDS(ImageStepContract::badBandsAreRefused);

        private final BiConsumer<ImageStepContract, ImageStepContract.Case> check;

        Fault(BiConsumer<ImageStepContract, ImageStepContract.Case> check) {
            this.check = check;
        }
    }

    /** How many calls there are at the moment. */
    private static final AtomicInteger USERS = new AtomicInteger();

    /** Adds what the first pixels of the training images are on average, modulo 256, with a fault. */
    private record Shift(Fault fault) implements Spec<Dataset, ImageStep>, LearnedShape {
        @Override
        public ImageShape shape(ImageShape image) {
            return fault == Fault.LEARNED_SHAPE ? new ImageShape(7, 7, image.bands()) : image;
        }

        @Override
        public ImageStep fit(Dataset train, Run run) {
            if (train.size() == 0 && fault != Fault.FITS_NOTHING) {
                throw new IllegalArgumentException("At least one image is needed");
            }
            float sum = fault == Fault.THREADS ? run.threads() : 0;
            for (int i = 0; i < train.size() && fault != Fault.LEARNS_NOTHING; i++) {
                GrayU8 band = train.image(i).getBand(0);
                sum += fault == Fault.STRIDE_OF_TRAINING ? band.data[band.width] & 0xFF : band.get(band.width - 1, 0);
                if (fault == Fault.CHANGES_TRAINING) {
                    band.set(1, 1, band.get(1, 1) + 1);
                }
            }
            return new Shifted(fault, new Matrix(1, 1, new float[] {sum}), run);
        }

        @Override
        public ImageStep restore(NamedArrays arrays, Run run) {
            Matrix offset = arrays.get("offset", 1, 1);
            if (fault != Fault.NOT_FINITE) {
                offset.requireFinite("array 'offset'");
            }
            Matrix own = offset.copy();
            if (fault == Fault.RESTORE) {
                own.data()[0]++;
            }
            return new Shifted(fault, own, run);
        }

        @Override
        public boolean needsData() {
            return fault != Fault.NEEDS_DATA;
        }
    }

    private static final class Shifted implements ImageStep {
        private final Fault fault;
        private final Matrix offset;
        private final Run fitted;
        private int calls;

        Shifted(Fault fault, Matrix offset, Run fitted) {
            this.fault = fault;
            this.offset = offset;
            this.fitted = fitted;
        }

        @Override
        public ImageShape shape(ImageShape image) {
            if (fault == Fault.SHAPE && !image.anySize()) {
                return new ImageShape(image.width() + 1, image.height(), image.bands());
            }
            return fault == Fault.ANY_SIZE && image.anySize() ? new ImageShape(5, 5, image.bands()) : image;
        }

        @Override
        public Planar<GrayU8> apply(Planar<GrayU8> image, Run run) {
            int bands = image.getNumBands();
            if (bands != 1 && bands != 3 && fault != Fault.BANDS) {
                throw new IllegalArgumentException("An image has 1 or 3 bands, got " + bands);
            }
            Planar<GrayU8> out = new Planar<>(GrayU8.class, image.width, image.height, bands);
            int more = (int) offset.data()[0];
            more += fault == Fault.KERNELS && run.kernels() != KernelChoice.SCALAR.kernels() ? 1 : 0;
            more += fault == Fault.FITTED_KERNELS && fitted.kernels() != KernelChoice.SCALAR.kernels() ? 1 : 0;
            more += fault == Fault.SEED ? (int) (fitted.seed() % 256) : 0;
            more += fault == Fault.COMPANY ? calls++ : 0;
            if (fault == Fault.AT_ONCE) {
                USERS.incrementAndGet();
                LockSupport.parkNanos(500_000);
                more += USERS.get() > 1 ? 1 : 0;
                USERS.decrementAndGet();
            }
            for (int b = 0; b < bands; b++) {
                GrayU8 band = image.getBand(b);
                for (int i = 0; i < band.width * band.height; i++) {
                    int v = fault == Fault.STRIDE ? band.data[i] & 0xFF : band.get(i % band.width, i / band.width);
                    out.getBand(b).data[i] = (byte) (v + more);
                }
                if (fault == Fault.CHANGES_IMAGES) {
                    band.set(3, 3, band.get(3, 3) + 1);
                }
                if (fault == Fault.CHANGES_SURROUNDINGS) {
                    band.data[0]++;
                }
            }
            return out;
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("offset", offset);
        }
    }

    private static final ImageStepContract CONTRACT = new ImageStepContract() {
        @Override
        protected Stream<Shift> specs() {
            throw new AssertionError("the cases are given");
        }

        @Override
        protected String pin() {
            throw new AssertionError("the cases are given");
        }
    };

    @Test
    void aRightStepHolds() {
        for (int bands : new int[] {1, 3}) {
            for (Fault fault : Fault.values()) {
                if (fault != Fault.NONE) {
                    fault.check.accept(CONTRACT, new ImageStepContract.Case(new Shift(Fault.NONE), bands));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aStepWithAFaultDoesNotHold(Fault fault) {
        ImageStepContract.Case c = new ImageStepContract.Case(new Shift(fault), 3);
        assertThrows(Throwable.class, () -> fault.check.accept(CONTRACT, c));
    }
}
