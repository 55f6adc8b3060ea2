package dev.whittle.pipeline.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Folder names of runs and experiments. */
public final class FolderNames {
    private FolderNames() {}

    /** A folder name for each run of a plan, feature by feature, head by head, seed by seed; no two are the same. */
    static List<String> ofRuns(Plan plan) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Experiment.Feature feature : plan.features()) {
            for (Experiment.Head head : plan.heads()) {
                for (long seed : plan.seeds()) {
                    String name = slug(feature.name()) + "--" + slug(head.name()) + "--seed-" + seed;
                    String unique = name;
                    for (int i = 2; !taken.add(unique); i++) {
                        unique = name + "-" + i;
                    }
                    names.add(unique);
                }
            }
        }
        return names;
    }

    /** A name in lower-case letters, digits and hyphens: "HoG + HSV" is hog-hsv. */
    public static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "unnamed" : slug.length() <= 60 ? slug : slug.substring(0, 60);
    }
}
