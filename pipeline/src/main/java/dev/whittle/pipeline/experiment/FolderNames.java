package dev.whittle.pipeline.experiment;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Folder names of runs and experiments. */
public final class FolderNames {
    private static final int MOST_BYTES = 60;

    private FolderNames() {}

    /**
     * A folder name for each run of a plan, feature by feature, head by head, seed by seed, fold by fold; no two
     * are the same.
     *
     * @param images how many images are fitted to; null for all
     */
    static List<String> ofRuns(Plan plan, Integer images) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Plan.Cell cell : plan.cells()) {
            for (SeedFold run : plan.runsOfCell()) {
                String name =
                        slug(cell.feature().name()) + "--" + slug(cell.head().name()) + "--" + run.slug();
                String unique = name;
                for (int i = 2; !taken.add(unique); i++) {
                    unique = name + "-" + i;
                }
                // No slug has two hyphens in a row.
                names.add(images == null ? unique : unique + "--" + images + "-images");
            }
        }
        return names;
    }

    /**
     * A name in lower-case letters of any script, digits and hyphens: "HoG + HSV" is hog-hsv. At most 60 bytes of UTF-8
     * are kept, since file systems limit a name to 255.
     */
    public static String slug(String name) {
        String slug = Normalizer.normalize(name, Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{Nd}]+", "-")
                .replaceAll("^-|-$", "");
        return slug.isEmpty() ? "unnamed" : cut(slug, MOST_BYTES);
    }

    /** A slug with a number, which is its own slug. */
    static String numbered(String slug, int number) {
        String suffix = "-" + number;
        return cut(slug, MOST_BYTES - suffix.length()) + suffix;
    }

    private static String cut(String text, int bytes) {
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > bytes) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut.replaceAll("-$", "");
    }
}
