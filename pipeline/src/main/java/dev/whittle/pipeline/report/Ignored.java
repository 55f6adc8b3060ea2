package dev.whittle.pipeline.report;

import dev.whittle.feature.data.LeftOut;
import java.util.List;

/** Files beside the images. */
public final class Ignored {
    private static final int NAMED = 3;

    private Ignored() {}

    /** How many files are no images, with the names of some; empty if there are none. */
    public static String text(List<LeftOut> leftOut) {
        List<String> names = leftOut.stream()
                .filter(out -> out.reason().equals(LeftOut.NO_IMAGE))
                .map(LeftOut::name)
                .toList();
        return names.isEmpty()
                ? ""
                : names.size() + (names.size() == 1 ? " file that is no image was" : " files that are no images were")
                        + " ignored, such as " + String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    }
}
