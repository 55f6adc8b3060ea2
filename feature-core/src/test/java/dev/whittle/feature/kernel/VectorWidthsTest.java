package dev.whittle.feature.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.feature.kernel.linear.CosineOfTurnsTest;
import dev.whittle.feature.kernel.linear.LinearKernelsContract;
import dev.whittle.feature.kernel.linear.VectorLinearKernelsTest;
import dev.whittle.feature.kernel.pixel.PixelKernelsContract;
import dev.whittle.feature.kernel.pixel.VectorPixelKernelsTest;
import dev.whittle.feature.kernel.sift.SiftKernelsContract;
import dev.whittle.feature.kernel.sift.VectorSiftKernelsTest;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
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
    private static final List<Class<?>> TESTS = List.of(
            LinearKernelsContract.class,
            CosineOfTurnsTest.class,
            PixelKernelsContract.class,
            HogKernelsTest.class,
            SiftKernelsContract.class);

    private static Stream<Method> tests(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(Test.class));
    }

    /** Run in the child: all of these tests. */
    static final class All {
        private All() {}

        public static void main(String[] args) throws ReflectiveOperationException {
            List<Object> instances = List.of(
                    new VectorLinearKernelsTest(),
                    new CosineOfTurnsTest(),
                    new VectorPixelKernelsTest(),
                    new HogKernelsTest(),
                    new VectorSiftKernelsTest());
            int passed = 0;
            for (int i = 0; i < TESTS.size(); i++) {
                for (Method test : tests(TESTS.get(i)).toList()) {
                    test.setAccessible(true);
                    test.invoke(instances.get(i));
                    passed++;
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
        String output =
                ChildJvm.run(All.class, "--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=" + bits / 8);
        long tests = TESTS.stream().flatMap(VectorWidthsTest::tests).count();
        assertTrue(output.matches("(?s).*vector-" + bits + " passed " + tests + "\\s*"), output);
    }

    @Test
    void aFailureInTheChildIsSeen() {
        assertThrows(AssertionError.class, () -> ChildJvm.run(Failing.class));
    }
}
