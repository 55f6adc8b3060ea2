package dev.whittle.feature.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    /** Run in a child without the module. */
    static final class Choices {
        private Choices() {}

        public static void main(String[] args) {
            for (KernelChoice choice : KernelChoice.values()) {
                try {
                    System.out.println(choice + " " + choice.kernels().name());
                } catch (IllegalStateException e) {
                    System.out.println(choice + " refused: " + e.getMessage());
                }
            }
            float[] x = {0f};
            KernelChoice.AUTO.kernels().linear().exp(x, 0, 1);
            System.out.println("exp(0) = " + x[0]);
        }
    }

    @Test
    void withTheModuleAutoIsVector() {
        assertSame(KernelChoice.SCALAR.kernels(), KernelChoice.SCALAR.kernels());
        assertSame(KernelChoice.VECTOR.kernels(), KernelChoice.AUTO.kernels());
        assertSame(KernelChoice.VECTOR.kernels(), KernelChoice.AUTO.kernels());
        assertTrue(
                KernelChoice.AUTO.kernels().name().startsWith("vector-"),
                KernelChoice.AUTO.kernels().name());
        assertEquals("scalar", KernelChoice.SCALAR.kernels().name());
    }

    @Test
    void withoutTheModuleAutoIsScalarAndVectorIsRefused() throws Exception {
        String output = ChildJvm.run(Choices.class).replace(System.lineSeparator(), "\n");
        assertTrue(output.contains("AUTO scalar\nSCALAR scalar\nVECTOR refused: "), output);
        assertTrue(output.contains("--add-modules jdk.incubator.vector"), output);
        assertTrue(output.contains("exp(0) = 1.0"), output);
    }

    @Test
    void withTheModuleTheChildTakesVector() throws Exception {
        String output = ChildJvm.run(Choices.class, "--add-modules", "jdk.incubator.vector");
        assertTrue(output.contains("AUTO vector-") && output.contains("VECTOR vector-"), output);
    }
}
