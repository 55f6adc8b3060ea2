package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.segment.Hhts;
import dev.whittle.feature.segment.Hierarchy;
import dev.whittle.feature.segment.LabelMaps;
import dev.whittle.feature.segment.SegmentationScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A picture split by the valleys of its histograms. */
final class Superpixels {
    private static final int[] TARGETS = {2, 10, 20, 40, 80};
    private static final int LINE = 0xffffff;

    private Superpixels() {}

    static Figure figure(Run run) {
        Planar<GrayU8> picture = Landscape.of(0, run).picture(160, 120);
        Hierarchy all = new Hhts(Hhts.AUTO, 32, 16, false).segment(picture, run);
        List<Figure.State> states = new ArrayList<>();
        for (int target : TARGETS) {
            GrayS32 labels = all.labels(target);
            String reading = String.format(
                    Locale.ROOT,
                    "%d segments: their mean colours explain %.1f %% of the variance of the colours.",
                    all.segments(target),
                    100 * SegmentationScores.explainedVariation(labels, picture));
            states.add(new Figure.State(
                    List.of(
                            Plot.picture("The borders of the segments", LabelMaps.boundaries(labels, picture, LINE), 2)
                                    .axes("borders", "")
                                    .svg(),
                            Plot.picture("The mean colour of each segment", LabelMaps.means(labels, picture), 2)
                                    .axes("mean colours", "")
                                    .svg()),
                    reading));
        }
        List<String> positions =
                Arrays.stream(TARGETS).mapToObj(Integer::toString).toList();
        return new Figure(
                "superpixels",
                "Superpixels by thresholds of histograms",
                "the segment with the largest n²·σ of a channel is split at the valley of the channel's histogram",
                "Splitting segments where their histograms have a valley finds sky, house and meadow first,"
                        + " and small parts later.",
                List.of(new Figure.Slider("segments asked for", positions, 2)),
                states);
    }
}
