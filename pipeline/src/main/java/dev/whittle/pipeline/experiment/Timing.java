package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code timing.json}: the machine, and how long each unit took on it. The one file in which times stand. */
public final class Timing {
    public static final String FILE = "timing.json";

    private Timing() {}

    static ObjectNode of(List<KeptCell> units, Run run, double seconds) {
        ObjectNode timing = JsonNodeFactory.instance.objectNode();
        ObjectNode machine = timing.putObject("machine");
        machine.put("processor", processor());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
        timing.put("kernels", run.kernels().name());
        timing.put("threads", run.threads());
        timing.put("seconds", seconds);
        timing.put("peakHeapMiB", peakHeap() >> 20);
        ArrayNode cells = timing.putArray("cells");
        for (KeptCell unit : units) {
            ObjectNode node = cells.addObject();
            node.put("feature", unit.feature());
            node.put("head", unit.head());
            node.put("seed", unit.seed());
            node.setAll((ObjectNode) unit.timing());
        }
        return timing;
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

    private static String processor() {
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
