package dev.whittle.pipeline.cli;

import dev.whittle.feature.ImageShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Finds images whose rows cannot stand in one table, since they differ in size or in bands. */
final class MixedShapes {
    /** How many shapes are listed, and how many images of each. */
    private static final int LISTED = 10;

    private static final int EXAMPLES = 3;

    private MixedShapes() {}

    /**
     * What is wrong: all shapes, the most frequent first, with the number of their images and examples, and what to do.
     *
     * @param shapes of the files; null for those that are not used
     * @param anySize whether rows of images of different sizes belong together if they have the same length
     * @param length of the row of an image of a shape
     * @return nothing where all rows belong together
     */
    static Optional<String> problem(
            List<Path> files, ImageShape[] shapes, boolean anySize, ToIntFunction<ImageShape> length) {
        Map<ImageShape, List<Path>> ofShape = new LinkedHashMap<>();
        for (int i = 0; i < shapes.length; i++) {
            if (shapes[i] != null) {
                ofShape.computeIfAbsent(shapes[i], s -> new ArrayList<>()).add(files.get(i));
            }
        }
        boolean sizes = false;
        boolean bands = false;
        for (ImageShape a : ofShape.keySet()) {
            ImageShape first = ofShape.keySet().iterator().next();
            ImageShape ofFirstSize = new ImageShape(first.width(), first.height(), a.bands());
            sizes |= !a.hasSizeOf(first) && (!anySize || length.applyAsInt(a) != length.applyAsInt(ofFirstSize));
            bands |= length.applyAsInt(ofFirstSize) != length.applyAsInt(first);
        }
        if (!sizes && !bands) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("Images of different ")
                .append(sizes && bands ? "size and bands" : sizes ? "size" : "bands")
                .append(" cannot stand in one table of this feature:");
        List<Map.Entry<ImageShape, List<Path>>> frequent = new ArrayList<>(ofShape.entrySet());
        frequent.sort(Comparator.comparingInt(entry -> -entry.getValue().size()));
        int listed = 0;
        for (var entry : frequent.subList(0, Math.min(LISTED, frequent.size()))) {
            List<Path> of = entry.getValue();
            listed += of.size();
            text.append("\n  ").append(of.size()).append(of.size() == 1 ? " image of " : " images of ");
            text.append(entry.getKey()).append(of.size() > EXAMPLES ? ", such as" : ":");
            for (Path file : of.subList(0, Math.min(EXAMPLES, of.size()))) {
                text.append(file == of.get(0) ? " " : ", ").append(file);
            }
        }
        if (frequent.size() > LISTED) {
            int rest = ofShape.values().stream().mapToInt(List::size).sum() - listed;
            text.append("\n  and ").append(rest).append(rest == 1 ? " image of " : " images of ");
            text.append(frequent.size() - LISTED).append(" other shapes");
        }
        text.append(sizes ? "\nGive them one size: --scale, such as --scale 128" : "");
        return Optional.of(text.append(bands ? "\nMake all of them gray or all of them RGB" : "")
                .toString());
    }
}
