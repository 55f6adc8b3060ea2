package dev.whittle.pipeline.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** Classes whose names are shown in the same way, though they differ. */
    public static List<String> sameNames(List<String> classes) {
        List<String> lines = new ArrayList<>();
        Map<String, String> forms = new TreeMap<>();
        for (String name : classes) {
            String other = forms.put(Normalizer.normalize(name, Normalizer.Form.NFC), name);
            if (other != null) {
                lines.add("two classes have the name '" + name + "' in different Unicode forms (NFC and NFD)");
            }
        }
        return lines;
    }
}
