package dev.whittle.pipeline.experiment;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The machine and the code, and how long a comparison took on it.
 *
 * @param processor its name
 * @param processors the number of processors
 * @param os the operating system
 * @param jdk vendor and version of Java
 * @param kernels the kernels that were used
 * @param threads the number of threads
 * @param seconds for the whole comparison; reused runs took no time
 * @param peakHeapMiB the most memory that was used of Java's heap
 * @param program the code
 * @param ended the date and time at the end, such as 2026-11-30T12:00:00Z
 */
public record Timing(
        String processor,
        int processors,
        String os,
        String jdk,
        String kernels,
        int threads,
        double seconds,
        long peakHeapMiB,
        Program program,
        Instant ended) {

    static Timing of(Run run, double seconds) {
        return new Timing(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                run.kernels().name(),
                run.threads(),
                seconds,
                peakHeap() >> 20,
                Program.running(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static long peakHeap() {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
            }
        }
        return peak;
    }

    private static String processorName() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try {
                for (String line : Files.readAllLines(info)) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
