package dev.whittle.feature.local;

import static org.junit.jupiter.api.Assertions.assertThrows;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract sees each way of breaking it. */
class DescriptorContractTest {
    private enum Fault {
        NONE,
        NOT_FINITE,
        OUTSIDE,
        ORDER,
        SCALES_MIXED,
        COLUMNS,
        KERNELS,
        AT_ONCE,
        STRIDE,
        CHANGES_IMAGES,
        ADDS,
        KEEPS_A_PLACE,
        RESTORE,
        ARRAYS,
        NEEDS_DATA,
        BANDS,
        SMALL,
        LEAST_SIZE
    }

    /** How many calls there are at the moment. */
    private static final AtomicInteger USERS = new AtomicInteger();

    /** The sum of the four neighbouring pixels of each place, twice at two scales, with a fault. */
    private record Sums(Fault fault, boolean restored) implements Spec<Dataset, LocalDescriptors>, LocalDescriptors {
        @Override
        public LocalDescriptors fit(Dataset train, Run run) {
            return this;
        }

        @Override
        public LocalDescriptors restore(NamedArrays arrays, Run run) {
            return new Sums(fault, true);
        }

        @Override
        public boolean needsData() {
            return fault == Fault.NEEDS_DATA;
        }

        @Override
        public int columns(int width, int height, int bands) {
            int least = fault == Fault.SMALL ? 1 : 2;
            if ((bands != 1 && bands != 3 && fault != Fault.BANDS) || width < least || height < least) {
                throw new IllegalArgumentException(
                        "Needs 1 or 3 bands and " + (fault == Fault.LEAST_SIZE ? "more" : "2x2") + " pixels, got "
                                + bands + " and " + width + "x" + height);
            }
            return 1;
        }

        @Override
        public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
            columns(image.width, image.height, image.getNumBands());
            GrayU8 band = image.getBand(0);
            int across = image.width - 1;
            int n = across * (image.height - 1);
            boolean other = (fault == Fault.KERNELS && run.kernels() != KernelChoice.SCALAR.kernels())
                    || (fault == Fault.RESTORE && restored);
            out.reset(2 * n, fault == Fault.COLUMNS ? 2 : 1);
            for (int i = 0; i < 2 * n; i++) {
                int x = i % n % across;
                int y = i % n / across;
                float sum = fault == Fault.STRIDE ? band.data[y * image.width + x] : band.get(x, y);
                sum += band.get(x + 1, y) + band.get(x, y + 1) + band.get(x + 1, y + 1) + (other ? 1 : 0);
                out.values()[i] = fault == Fault.ADDS ? out.values()[i] + sum : sum;
                int scale = fault == Fault.SCALES_MIXED ? 1 + i % 2 : 1 + i / n;
                if (fault != Fault.KEEPS_A_PLACE || i != 5) {
                    out.place(i, x + 1, fault == Fault.ORDER ? image.height - 1 - y : y + 1, scale);
                }
            }
            spoil(image, out);
        }

        private void spoil(Planar<GrayU8> image, Descriptors out) {
            switch (fault) {
                case NOT_FINITE -> out.values()[3] = Float.NaN;
                case OUTSIDE -> out.place(out.count() - 1, image.width + 1, image.height - 1, 2);
                case CHANGES_IMAGES -> image.getBand(0).set(3, 3, 7);
                case AT_ONCE -> {
                    USERS.incrementAndGet();
                    LockSupport.parkNanos(500_000);
                    out.values()[0] += USERS.get() > 1 ? 1 : 0;
                    USERS.decrementAndGet();
                }
                default -> {}
            }
        }

        @Override
        public NamedArrays arrays() {
            return fault == Fault.ARRAYS ? NamedArrays.empty().with("a", new Matrix(1, 1)) : NamedArrays.empty();
        }
    }

    private static final DescriptorContract CONTRACT = new DescriptorContract() {
        @Override
        protected Stream<Sums> specs() {
            throw new AssertionError("the cases are given");
        }

        @Override
        protected String pin() {
            throw new AssertionError("the cases are given");
        }
    };

    private static final List<BiConsumer<DescriptorContract, DescriptorContract.Case>> CHECKS = List.of(
            DescriptorContract::placesAreInTheirOrder,
            DescriptorContract::kernelsAndThreadsChangeNoBit,
            DescriptorContract::subImagesAreImages,
            DescriptorContract::imagesAreLeftAlone,
            DescriptorContract::buffersAreUsedAgain,
            DescriptorContract::restoredGivesTheSameBits,
            DescriptorContract::badShapesAreRefusedAndTheLeastSizeIsSaid);

    private static void hold(Fault fault) {
        DescriptorContract.Case c = new DescriptorContract.Case(new Sums(fault, false), 3);
        CHECKS.forEach(check -> check.accept(CONTRACT, c));
    }

    @Test
    void rightDescriptorsHold() {
        hold(Fault.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void descriptorsWithAFaultDoNotHold(Fault fault) {
        assertThrows(Throwable.class, () -> hold(fault));
    }
}
