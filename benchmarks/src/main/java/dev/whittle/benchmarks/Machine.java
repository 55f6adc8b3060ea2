package dev.whittle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the times were taken on. */
final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** The processor's own name, as far as the system tells it. */
    static String processor() {
        for (String line : cpuInfo()) {
            if (line.startsWith("model name")) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        String mac = firstLineOf("sysctl", "-n", "machdep.cpu.brand_string");
        if (mac != null) {
            return mac;
        }
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows != null ? windows : "unknown processor (" + System.getProperty("os.arch") + ")";
    }

    /** Whether the processor says it has AVX-512; false also where the system does not tell. */
    static boolean hasAvx512() {
        return cpuInfo().stream().anyMatch(line -> line.startsWith("flags") && line.contains(" avx512f"));
    }

    static String java() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    /** GB/s read and written by copying arrays far larger than the caches: two bytes for each byte copied. */
    static double copyGigabytes(int stretches) {
        byte[] from = new byte[128 << 20];
        byte[] to = new byte[from.length];
        long best = Long.MAX_VALUE;
        for (int s = 0; s <= stretches; s++) {
            long start = System.nanoTime();
            System.arraycopy(from, 0, to, 0, from.length);
            long nanos = System.nanoTime() - start;
            // The first touches the pages.
            best = s == 0 ? best : Math.min(best, nanos);
        }
        return 2.0 * from.length / best;
    }

    private static List<String> cpuInfo() {
        try {
            return Files.isReadable(CPU_INFO) ? Files.readAllLines(CPU_INFO) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String firstLineOf(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var out = process.inputReader()) {
                String line = out.readLine();
                return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0 ? line : null;
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
