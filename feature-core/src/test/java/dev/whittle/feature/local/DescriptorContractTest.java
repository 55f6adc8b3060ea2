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

/** The contract of local descriptors sees each way of breaking it. */
class DescriptorContractTest {
    private enum Fault {
        NONE,
        ORDER,
        SCALE_TWICE,
        OUTSIDE,
        NOT_FINITE,
        COLUMNS,
        KERNELS,
        AT_ONCE,
        STRIDE,
        CHANGES_IMAGES,
        ADDS_TO_BUFFER,
        NEEDS_DATA,
        ARRAYS,
        RESTORE,
        BANDS,
        LEAST_SIZE
    }

    /** How many calls there are at the moment. */
    private static final AtomicInteger USERS = new AtomicInteger();

    /** The sums of 4×4 blocks, with a fault. */
    private record Blocks(Fault fault, boolean restored) implements Spec<Dataset, LocalDescriptors>, LocalDescriptors {
        private static final int SIDE = 4;

        @Override
        public LocalDescriptors fit(Dataset train, Run run) {
            return this;
        }

        @Override
        public LocalDescriptors restore(NamedArrays arrays, Run run) {
            return new Blocks(fault, true);
        }

        @Override
        public boolean needsData() {
            return fault == Fault.NEEDS_DATA;
        }

        @Override
        public NamedArrays arrays() {
            return fault == Fault.ARRAYS ? NamedArrays.empty().with("nothing", new Matrix(1, 1)) : NamedArrays.empty();
        }

        @Override
        public int columns(int width, int height, int bands) {
            int least = fault == Fault.LEAST_SIZE ? SIDE + 1 : SIDE;
            DescribedImage.check("Blocks", least, width, height, fault == Fault.BANDS ? 1 : bands);
            return bands;
        }

        @Override
        public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
            int d = image.getNumBands();
            DescribedImage.check("Blocks", SIDE, image.width, image.height, fault == Fault.BANDS ? 1 : d);
            int across = image.width / SIDE;
            int n = across * (image.height / SIDE);
            out.reset(n, fault == Fault.COLUMNS ? d + 1 : d);
            for (int i = 0; i < n; i++) {
                int block = fault == Fault.ORDER ? n - 1 - i : i;
                int x = block % across * SIDE;
                int y = block / across * SIDE;
                for (int b = 0; b < d; b++) {
                    float before = fault == Fault.ADDS_TO_BUFFER ? out.values()[i * out.columns() + b] : 0;
                    out.values()[i * out.columns() + b] = before + sum(image.getBand(b), x, y);
                }
                float scale = fault == Fault.SCALE_TWICE ? SIDE + i % 2 : SIDE;
                out.place(i, fault == Fault.OUTSIDE ? x - SIDE : x + SIDE / 2f, y + SIDE / 2f, scale);
            }
            out.values()[0] += fault == Fault.KERNELS && run.kernels() != KernelChoice.SCALAR.kernels() ? 1 : 0;
            out.values()[0] += fault == Fault.RESTORE && restored ? 1 : 0;
            out.values()[1] = fault == Fault.NOT_FINITE ? Float.NaN : out.values()[1];
            if (fault == Fault.CHANGES_IMAGES) {
                image.getBand(0).set(3, 3, 7);
            }
            if (fault == Fault.AT_ONCE) {
                USERS.incrementAndGet();
                LockSupport.parkNanos(500_000);
                out.values()[0] += USERS.get() > 1 ? 1 : 0;
                USERS.decrementAndGet();
            }
        }

        private float sum(GrayU8 band, int x, int y) {
            int sum = 0;
            for (int i = 0; i < SIDE * SIDE; i++) {
                int row = y + i / SIDE;
                int column = x + i % SIDE;
                sum += fault == Fault.STRIDE ? band.data[row * band.width + column] & 0xFF : band.get(column, row);
            }
            return sum;
        }
    }

    private static final DescriptorContract CONTRACT = new DescriptorContract() {
        @Override
        protected Stream<Blocks> specs() {
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
        DescriptorContract.Case c = new DescriptorContract.Case(new Blocks(fault, false), 3);
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
