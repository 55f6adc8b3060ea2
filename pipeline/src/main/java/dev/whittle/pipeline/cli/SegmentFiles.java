package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.LabelImage;
import dev.whittle.feature.segment.LabelMaps;
import dev.whittle.pipeline.experiment.CsvFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files about a label map: NAME.png, NAME_boundaries.png, NAME_means.png and NAME.csv. */
final class SegmentFiles {
    private static final int BOUNDARY = 0xFF00FF;
    private static final List<String> GRAY = List.of("gray");
    private static final List<String> RGB = List.of("red", "green", "blue");

    private final Path base;

    /** @param base the folder and NAME */
    SegmentFiles(Path base) {
        this.base = base;
    }

    void write(GrayS32 labels, Planar<GrayU8> image) throws IOException {
        LabelImage.write(with(".png"), labels);
        ImageFile.write(with("_boundaries.png"), LabelMaps.boundaries(labels, image, BOUNDARY));
        ImageFile.write(with("_means.png"), LabelMaps.means(labels, image));
        String table = table(LabelMaps.segments(labels, image), image.getNumBands() == 1 ? GRAY : RGB);
        AtomicFile.write(with(".csv"), csv -> csv.write(table.getBytes(StandardCharsets.UTF_8)));
    }

    /** All of them. */
    List<Path> all() {
        return List.of(with(".png"), with("_boundaries.png"), with("_means.png"), with(".csv"));
    }

    private Path with(String ending) {
        return base.resolveSibling(base.getFileName() + ending);
    }

    private static String table(List<LabelMaps.Segment> segments, List<String> bands) {
        List<Object> head =
                new ArrayList<>(List.of("label", "pixels", "left", "top", "right", "bottom", "x", "y", "perimeter"));
        head.addAll(bands);
        StringBuilder table = new StringBuilder(CsvFile.line(head.toArray()));
        for (LabelMaps.Segment segment : segments) {
            List<Object> row = new ArrayList<>(List.of(segment.label(), segment.pixels()));
            row.addAll(segment.box());
            row.add(CanonicalJson.number(segment.x()));
            row.add(CanonicalJson.number(segment.y()));
            row.add(segment.perimeter());
            for (double mean : segment.mean()) {
                row.add(CanonicalJson.number(mean));
            }
            table.append(CsvFile.line(row.toArray()));
        }
        return table.toString();
    }
}
