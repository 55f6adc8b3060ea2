package dev.whittle.feature.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether this Java virtual machine makes the vector kernels fast. Only the compiler C2 turns vectors into
 * instructions; elsewhere each vector is an object, and HoG takes a hundred times as long as with scalar kernels.
 */
final class VectorSupport {
    private VectorSupport() {}

    static boolean modulePresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /** Why the scalar kernels are faster here, for readers; empty if the vector kernels are. */
    static Optional<String> lack() {
        if (!modulePresent()) {
            return Optional.of("Java runs without --add-modules jdk.incubator.vector");
        }
        try {
            HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return machine == null ? unknown() : lack(flag -> value(machine, flag));
        } catch (LinkageError | IllegalArgumentException e) {
            return unknown();
        }
    }

    private static Optional<String> unknown() {
        return Optional.of(
                "this Java virtual machine does not say how it compiles: " + System.getProperty("java.vm.name"));
    }

    /** @param flags the value of a flag of HotSpot; null if there is no such flag, or if it is locked */
    static Optional<String> lack(Function<String, String> flags) {
        String level = flags.apply("TieredStopAtLevel");
        if ("false".equals(flags.apply("UseCompiler"))) {
            return Optional.of("Java only interprets, as with -Xint");
        } else if (flags.apply("MaxVectorSize") == null) {
            return Optional.of("this Java virtual machine has no compiler C2");
        } else if ((level != null && !level.equals("4")) || "quick-only".equals(flags.apply("CompilationMode"))) {
            return Optional.of("Java does not use its compiler C2, as with -XX:TieredStopAtLevel=1");
        } else if ("true".equals(flags.apply("UseJVMCICompiler"))) {
            return Optional.of("Java uses another compiler than C2, by -XX:+UseJVMCICompiler");
        } else if ("false".equals(flags.apply("EnableVectorSupport"))) {
            return Optional.of("vectors are not compiled, by -XX:-EnableVectorSupport");
        }
        return Optional.empty();
    }

    private static String value(HotSpotDiagnosticMXBean machine, String flag) {
        try {
            return machine.getVMOption(flag).getValue();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
