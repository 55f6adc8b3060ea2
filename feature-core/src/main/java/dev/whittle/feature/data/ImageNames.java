package dev.whittle.feature.data;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of {@link ImageFiles} that look at names alone. So images are found by the same rules where files are not
 * on a disk, such as in an object store.
 */
public final class ImageNames {
    private static final Set<String> SYSTEM = Set.of(
            "__macosx",
            "thumbs.db",
            "ehthumbs.db",
            "ehthumbs_vista.db",
            "desktop.ini",
            "icon\r",
            "@eadir",
            "$recycle.bin",
            "system volume information",
            "lost+found");

    /** The endings of cameras' RAW files. */
    private static final Set<String> RAW = Set.of(
            "3fr", "arw", "cr2", "cr3", "crw", "dng", "erf", "iiq", "kdc", "mef", "mos", "mrw", "nef", "nrw", "orf",
            "pef", "raf", "raw", "rw2", "sr2", "srf", "srw", "x3f");

    private static final Set<String> JPEG = Set.of("jpg", "jpeg");

    /** The endings of what a camera writes a thumbnail for: RAW files, JPEG and films. */
    private static final Set<String> OF_CAMERA = Stream.of(
                    RAW, JPEG, Set.of("3gp", "avi", "m4v", "mov", "mp4", "mpg", "mts"))
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private final List<String> names;
    /** The endings of the names by what precedes them; made when first needed, as few folders need it. */
    private Map<String, Set<String>> endings;

    /** @param ofFolder the last components of the paths of all that is in one folder */
    public ImageNames(Collection<String> ofFolder) {
        names = List.copyOf(ofFolder);
    }

    /** Whether a file or folder of this name belongs to a system and not to its user; it is passed over. */
    public static boolean isOfSystem(String name) {
        return name.startsWith(".") || SYSTEM.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Why a file of this name in the folder is not taken: the same picture lies beside it. Empty if it is taken. */
    public Optional<String> aside(String name) {
        String ending = ending(name);
        if (RAW.contains(ending) && hasBeside(name, JPEG)) {
            return Optional.of(LeftOut.RAW_BESIDE_JPEG);
        }
        return ending.equals("thm") && hasBeside(name, OF_CAMERA) ? Optional.of(LeftOut.THUMBNAIL) : Optional.empty();
    }

    /** Whether there is a file with the stem of this name and an ending of this kind. */
    private boolean hasBeside(String name, Set<String> kind) {
        if (endings == null) {
            endings = new HashMap<>();
            for (String other : names) {
                endings.computeIfAbsent(stem(other), key -> new HashSet<>()).add(ending(other));
            }
        }
        return !Collections.disjoint(endings.getOrDefault(stem(name), Set.of()), kind);
    }

    /** What follows the last dot of a name, in lower case. */
    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** What precedes the last dot of a name, in lower case. */
    private static String stem(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
    }
}
