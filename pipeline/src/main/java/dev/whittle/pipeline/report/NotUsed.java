package dev.whittle.pipeline.report;

import dev.whittle.feature.data.LeftOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files that are not used, in words. */
public final class NotUsed {
    private static final int NAMED = 3;
    private static final int REASONS = 20;

    private NotUsed() {}

    /** How many files are no images, with the names of some; empty if there are none. */
    public static String ignored(List<LeftOut> leftOut) {
        List<String> names = leftOut.stream()
                .filter(out -> out.reason().equals(LeftOut.NO_IMAGE))
                .map(LeftOut::name)
                .toList();
        return names.isEmpty()
                ? ""
                : names.size() + (names.size() == 1 ? " file that is no image was" : " files that are no images were")
                        + " ignored, such as " + String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    }

    /** A line for each reason with the names of some files, the most frequent reason first. */
    public static String byReason(List<LeftOut> faults) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        faults.forEach(out -> byReason.computeIfAbsent(out.shortReason(), r -> new ArrayList<>())
                .add(out.name()));
        List<Map.Entry<String, List<String>>> sorted = new ArrayList<>(byReason.entrySet());
        sorted.sort((a, b) -> b.getValue().size() - a.getValue().size());
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : sorted.subList(0, Math.min(REASONS, sorted.size()))) {
            List<String> names = entry.getValue();
            int more = names.size() - NAMED;
            lines.add("  " + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                    + (more > 0 ? " and " + more + " more" : "") + ": " + entry.getKey());
        }
        if (sorted.size() > REASONS) {
            lines.add("  and " + (sorted.size() - REASONS) + " other reasons");
        }
        return String.join("\n", lines);
    }
}
