package dev.whittle.pipeline.data;

import java.util.List;
import java.util.Map;

/** What a reader should know of how images were decoded, in words. */
public final class Notes {
    private Notes() {}

    /**
     * A line for each note, such as "3 images, such as a.jpg: each has a colour profile, which is ignored".
     *
     * @param notes for each note the names of the images that have it
     */
    public static List<String> lines(Map<String, List<String>> notes) {
        return notes.entrySet().stream()
                .map(note -> subject(note.getValue()) + " " + note.getKey())
                .toList();
    }

    private static String subject(List<String> names) {
        return names.size() == 1 ? names.get(0) : names.size() + " images, such as " + names.get(0) + ": each";
    }
}
