package dev.whittle.feature.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A file or folder that is not used.
 *
 * @param name its path relative to the data set, with slashes
 * @param reason in words; it may differ between versions of Java
 * @param sha256 of the contents of the file, in lower-case hex; empty if it is no file that can be read
 */
public record LeftOut(String name, String reason, String sha256) {
    /** The reason of files that are no images, such as text files beside them. They are no fault. */
    public static final String NO_IMAGE = "is no image";

    /** The reason of camera RAW files whose picture is there as a JPEG too. They are no fault. */
    public static final String RAW_BESIDE_JPEG = "is a camera's RAW file beside the JPEG of the same name";

    /** The reason of thumbnails that cameras write beside RAW files, JPEGs and films. They are no fault. */
    public static final String THUMBNAIL = "is a thumbnail beside the camera's file of the same name";

    /** The reason of links whose images are used under another name. */
    public static final String READ_ALREADY = "is a link to a folder that is read already";

    /** A folder, or a file whose contents do not matter. */
    public LeftOut(String name, String reason) {
        this(name, reason, "");
    }

    public LeftOut {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }

    /** The same with a name that begins so. */
    LeftOut within(String prefix) {
        return new LeftOut(prefix + name, reason, sha256);
    }

    /** Whether the file may be an image that its user expects to be used. */
    public boolean isFault() {
        // A link in place of a class is a fault: the class would be missing.
        return !reason.equals(NO_IMAGE)
                && !reason.equals(RAW_BESIDE_JPEG)
                && !reason.equals(THUMBNAIL)
                && !(reason.equals(READ_ALREADY) && name.indexOf('/') >= 0);
    }

    /** The largest number of lines of {@link #lines}. */
    private static final int LISTED = 20;
    /** How many of the files that share a reason are named. */
    private static final int NAMED = 3;

    /** The lines of {@link #grouped}, at most a few, and how many more files there are. */
    public static String lines(List<LeftOut> all) {
        List<List<LeftOut>> groups = groups(all);
        String lines =
                groups.stream().limit(LISTED).map(group -> "  " + line(group)).collect(Collectors.joining("\n"));
        int more = groups.stream().skip(LISTED).mapToInt(List::size).sum();
        return more == 0 ? lines : lines + "\n  and " + more + " more";
    }

    /** A line for each, or one for more than three files with the same reason, such as "17 files, first a.jpg, …". */
    public static List<String> grouped(List<LeftOut> all) {
        return groups(all).stream().map(LeftOut::line).toList();
    }

    /** In the order of the first of each group. */
    private static List<List<LeftOut>> groups(List<LeftOut> all) {
        Map<String, List<LeftOut>> byReason = new LinkedHashMap<>();
        all.forEach(out -> byReason.computeIfAbsent(out.shortReason(), reason -> new ArrayList<>())
                .add(out));
        List<List<LeftOut>> groups = new ArrayList<>();
        for (LeftOut out : all) {
            List<LeftOut> same = byReason.get(out.shortReason());
            if (same.size() <= NAMED) {
                groups.add(List.of(out));
            } else if (same.get(0) == out) {
                groups.add(same);
            }
        }
        return groups;
    }

    private static String line(List<LeftOut> group) {
        String names = group.stream().limit(NAMED).map(LeftOut::name).collect(Collectors.joining(", "));
        return (group.size() == 1 ? "" : group.size() + " files, first ") + names + ": "
                + group.get(0).shortReason();
    }

    /** The reason without the name of the file, where it begins with it. */
    public String shortReason() {
        int at = reason.indexOf(name + ": ");
        return at < 0 ? reason : reason.substring(at + name.length() + 2);
    }
}
