package dev.whittle.feature.data;

import java.util.List;
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

    /** A line for each, at most a few, and how many more there are. */
    public static String lines(List<LeftOut> all) {
        String lines = all.stream()
                .limit(LISTED)
                .map(out -> "  " + out.name + ": " + out.shortReason())
                .collect(Collectors.joining("\n"));
        return all.size() > LISTED ? lines + "\n  and " + (all.size() - LISTED) + " more" : lines;
    }

    /** The reason without the name of the file, where it begins with it. */
    public String shortReason() {
        int at = reason.indexOf(name + ": ");
        return at < 0 ? reason : reason.substring(at + name.length() + 2);
    }
}
