package dev.whittle.feature.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VectorSupportTest {
    /** The flags of JDK 17 and 25 as they are without options. */
    private static final Map<String, String> USUAL = Map.of(
            "UseCompiler", "true",
            "TieredStopAtLevel", "4",
            "CompilationMode", "default",
            "MaxVectorSize", "64");

    private static String lack(String flag, String value) {
        Map<String, String> flags = new HashMap<>(USUAL);
        flags.put(flag, value);
        return VectorSupport.lack(flags::get).orElse("none");
    }

    @Test
    void vectorsAreFastOnlyWithC2() {
        assertEquals(Optional.empty(), VectorSupport.lack(USUAL::get));
        assertEquals("none", lack("CompilationMode", "high-only"));
        assertEquals("none", lack("TieredStopAtLevel", null));
        assertEquals("none", lack("EnableVectorSupport", "true"));
        assertTrue(lack("UseCompiler", "false").contains("-Xint"));
        assertTrue(lack("TieredStopAtLevel", "1").contains("TieredStopAtLevel"));
        assertTrue(lack("TieredStopAtLevel", "3").contains("TieredStopAtLevel"));
        assertTrue(lack("CompilationMode", "quick-only").contains("C2"));
        assertTrue(lack("MaxVectorSize", null).contains("no compiler C2"));
        assertTrue(lack("UseJVMCICompiler", "true").contains("UseJVMCICompiler"));
        assertTrue(lack("EnableVectorSupport", "false").contains("EnableVectorSupport"));
    }

    /** What {@code auto} takes, in a virtual machine of its own. */
    static final class Auto {
        private Auto() {}

        public static void main(String[] args) {
            System.out.println("kernels: " + KernelChoice.AUTO.kernels().name().replaceAll("-.*", "") + ", "
                    + KernelChoice.AUTO.reason());
        }
    }

    @Test
    void autoAsksTheVirtualMachine() throws Exception {
        String module = "--add-modules=jdk.incubator.vector";
        assertTrue(ChildJvm.run(Auto.class, module).contains("kernels: vector, "));
        for (List<String> options : List.of(
                List.of("-Dno.module=1"),
                List.of(module, "-Xint"),
                List.of(module, "-XX:TieredStopAtLevel=1"),
                List.of(module, "-XX:CompilationMode=quick-only"),
                List.of(module, "-XX:+UnlockExperimentalVMOptions", "-XX:-EnableVectorSupport"))) {
            String said = ChildJvm.run(Auto.class, options.toArray(String[]::new));
            String last = options.get(options.size() - 1);
            assertTrue(said.contains("kernels: scalar, "), last + ": " + said);
            assertTrue(
                    said.contains(last.startsWith("-Dno") ? "jdk.incubator.vector" : "ompile")
                            || said.contains("interprets"),
                    said);
        }
    }
}
