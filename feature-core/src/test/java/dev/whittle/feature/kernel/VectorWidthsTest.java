package dev.whittle.feature.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract at the vector widths below this machine's own, in virtual machines limited to them. */
@Tag("bits")
@Tag("long")
class VectorWidthsTest {
    /** Run in the child: all tests of the contracts. */
    static final class AllOfTheContract {
        private AllOfTheContract() {}

        public static void main(String[] args) throws ReflectiveOperationException {
            int passed = 0;
            for (Object contract : new Object[] {new VectorKernelsTest(), new VectorPixelKernelsTest()}) {
                for (Method method : contract.getClass().getSuperclass().getDeclaredMethods()) {
                    if (method.isAnnotationPresent(Test.class)) {
                        method.invoke(contract);
                        passed++;
                    }
                }
            }
            System.out.println(KernelChoice.VECTOR.kernels().name() + " passed " + passed);
        }
    }

    /** Run in the child: must end with a failure. */
    static final class Failing {
        private Failing() {}

        public static void main(String[] args) {
            throw new AssertionError("planted");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 256})
    void theContractHoldsAt(int bits) throws Exception {
        int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        assumeTrue(bits < preferred, "this machine's own vectors, of " + preferred + " bits, are no wider");
        String output = ChildJvm.run(
                AllOfTheContract.class, "--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=" + bits / 8);
        long tests = Stream.of(KernelsContract.class, PixelKernelsContract.class)
                .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        assertTrue(output.matches("(?s).*vector-" + bits + " passed " + tests + "\\s*"), output);
    }

    @Test
    void aFailureInTheChildIsSeen() {
        assertThrows(AssertionError.class, () -> ChildJvm.run(Failing.class));
    }
}
