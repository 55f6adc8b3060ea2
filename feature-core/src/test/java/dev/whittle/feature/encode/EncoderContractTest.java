package dev.whittle.feature.encode;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.kernel.KernelChoice;
import dev.whittle.feature.table.Finite;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NamedArrays;
import dev.whittle.feature.table.Rows;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of encoders sees each way of breaking it. */
class EncoderContractTest {
    private enum Fault {
        NONE(""),
        BEGINNING("slice"),
        CHANGES_DESCRIPTORS("slice"),
        WRITES_BESIDE("slice"),
        ADDS_TO_OUT("slice"),
        CHANGES_STATISTICS("slice"),
        NOTHING_IS_NAN("nothing"),
        START("nothing"),
        COMBINE("parts"),
        FORGETS("parts"),
        THREADS("threads"),
        KERNELS("threads"),
        AT_ONCE("at once"),
        RESTORE("restore"),
        LENGTH("slice"),
        NOT_FINITE("arrays"),
        TAKES_NAN("bad input"),
        FITS_NAN("bad input"),
        FITS_NOTHING("fitted"),
        CLEAR("nothing"),
        SHORT_DESCRIPTORS("bad input"),
        SHORT_CODE("bad input");

        /** The check that must see it. */
        final String check;

        Fault(String check) {
            this.check = check;
        }
    }

    /** How many calls there are at the moment. */
    private static final AtomicInteger USERS = new AtomicInteger();

    /** The mean of the descriptors' differences from a learned row, with a fault. */
    private record Mean(Fault fault) implements Spec<Rows, Encoder> {
        @Override
        public Encoder fit(Rows train, Run run) {
            if (fault != Fault.FITS_NAN) {
                train.checkFinite("rows to fit to");
            }
            float[] first = new float[train.columns()];
            if (fault != Fault.FITS_NOTHING) {
                train.read(0, 1, first, 0);
            }
            first[0] += fault == Fault.THREADS ? run.threads() : 0;
            return new Code(fault, new Matrix(1, first.length, first));
        }

        @Override
        public Encoder restore(NamedArrays arrays, Run run) {
            Matrix row = arrays.get("row", 1, -1);
            if (fault != Fault.NOT_FINITE) {
                row.requireFinite("array 'row'");
            }
            row.data()[1] += fault == Fault.RESTORE ? 0.1f : 0;
            return new Code(fault, row);
        }
    }

    private record Code(Fault fault, Matrix row) implements Encoder {
        @Override
        public int columns() {
            return row.columns();
        }

        @Override
        public int length() {
            return row.columns() + (fault == Fault.LENGTH ? 1 : 0);
        }

        @Override
        public double[] start() {
            double[] start = new double[columns()];
            start[0] = fault == Fault.START ? 1 : 0;
            return start;
        }

        @Override
        public void clear(double[] statistics) {
            Arrays.fill(statistics, fault == Fault.CLEAR ? 1 : 0);
            statistics[0] = fault == Fault.START ? 1 : statistics[0];
        }

        @Override
        public void add(float[] x, int at, int n, double[] statistics, Run run) {
            int d = columns();
            if (fault != Fault.TAKES_NAN && (fault != Fault.SHORT_DESCRIPTORS || at + n * d <= x.length)) {
                Finite.check("descriptors", x, fault == Fault.BEGINNING ? 0 : at, n, d, 0);
            }
            if (fault == Fault.FORGETS) {
                Arrays.fill(statistics, 0);
            }
            for (int i = 0; i < n * d; i++) {
                statistics[i % d] += x[at + i] - (double) row.data()[i % d];
            }
            statistics[0] += fault == Fault.KERNELS && run.kernels() != KernelChoice.SCALAR.kernels() ? 1 : 0;
            if (fault == Fault.AT_ONCE) {
                USERS.incrementAndGet();
                LockSupport.parkNanos(2_000_000);
                statistics[0] += USERS.get() > 1 ? 1 : 0;
                USERS.decrementAndGet();
            }
            if (fault == Fault.CHANGES_DESCRIPTORS && n > 0) {
                x[at] = 0;
            }
        }

        @Override
        public void combine(double[] before, double[] part) {
            for (int i = 0; i < before.length; i++) {
                before[i] = fault == Fault.COMBINE ? part[i] : before[i] + part[i];
            }
        }

        @Override
        public void code(double[] statistics, int n, float[] out, int to, Run run) {
            if (fault != Fault.SHORT_CODE) {
                checkRoom(out, to);
            }
            int count = fault == Fault.NOTHING_IS_NAN ? n : Math.max(1, n);
            for (int j = 0; j < columns(); j++) {
                float value = (float) (statistics[j] / count);
                out[to + j] = fault == Fault.ADDS_TO_OUT ? out[to + j] + value : value;
            }
            if (fault == Fault.WRITES_BESIDE) {
                out[to - 1] = 0;
            }
            if (fault == Fault.CHANGES_STATISTICS) {
                statistics[0] = 0;
            }
        }

        @Override
        public NamedArrays arrays() {
            return NamedArrays.empty().with("row", row);
        }
    }

    private static final EncoderContract CONTRACT = new EncoderContract() {
        @Override
        protected Stream<Mean> specs() {
            throw new AssertionError("the specs are given");
        }

        @Override
        protected String pin() {
            throw new AssertionError("the specs are given");
        }
    };

    private static final Map<String, BiConsumer<EncoderContract, Mean>> CHECKS = Map.of(
            "slice", EncoderContract::onlyTheSliceIsReadAndWritten,
            "nothing", EncoderContract::noDescriptorsHaveTheCodeZero,
            "parts", EncoderContract::partsGiveTheCodeOfTheWhole,
            "threads", EncoderContract::threadsAndKernelsChangeNoBit,
            "at once", EncoderContract::severalThreadsMayEncodeAtOnce,
            "restore", EncoderContract::restoredGivesTheSameBits,
            "arrays", EncoderContract::arraysThatAreNotFiniteAreRefused,
            "bad input", EncoderContract::badDescriptorsAreRefusedAndNamed,
            "fitted", EncoderContract::isFittedToTheRows);

    @Test
    void aRightEncoderHolds() {
        CHECKS.values().forEach(check -> check.accept(CONTRACT, new Mean(Fault.NONE)));
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aFaultIsSeenByTheCheckThatIsMadeForIt(Fault fault) {
        assertThrows(Throwable.class, () -> CHECKS.get(fault.check).accept(CONTRACT, new Mean(fault)));
    }
}
