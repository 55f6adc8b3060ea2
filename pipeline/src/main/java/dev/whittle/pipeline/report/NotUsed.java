package dev.whittle.pipeline.report;

import dev.whittle.feature.data.LeftOut;
import dev.whittle.pipeline.experiment.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files that are not used, in words. */
public final class NotUsed {
    private static final int NAMED = 3;
    private static final int REASONS = 20;

    private NotUsed() {}

    /**
     * How many files are no images, RAW files beside JPEGs, or thumbnails, with the names of some; empty if there are
     * none.
     */
    public static String ignored(List<LeftOut> leftOut) {
        return Stream.of(
                        ignored(leftOut, LeftOut.NO_IMAGE, "file that is no image", "files that are no images"),
                        ignored(
                                leftOut,
                                LeftOut.RAW_BESIDE_JPEG,
                                "RAW file beside the JPEG of the same name",
                                "RAW files beside JPEGs of the same names"),
                        ignored(
                                leftOut,
                                LeftOut.THUMBNAIL,
                                "thumbnail beside the camera's file of the same name",
                                "thumbnails beside the camera's files of the same names"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String ignored(List<LeftOut> leftOut, String reason, String one, String many) {
        List<String> names = leftOut.stream()
                .filter(out -> out.reason().equals(reason))
                .map(LeftOut::name)
                .toList();
        return names.isEmpty()
                ? ""
                : names.size() + " " + (names.size() == 1 ? one + " was" : many + " were") + " ignored, such as "
                        + some(names);
    }

    private static String some(List<String> names) {
        return names.stream().limit(NAMED).map(Visible::line).collect(Collectors.joining(", "));
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
            lines.add("  " + some(names) + (more > 0 ? " and " + more + " more" : "") + ": " + entry.getKey());
        }
        if (sorted.size() > REASONS) {
            lines.add("  and " + (sorted.size() - REASONS) + " other reasons");
        }
        return String.join("\n", lines);
    }
}
