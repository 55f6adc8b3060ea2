package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.feature.NeedsNoData;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.image.corrupt.Corruption;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison whose counts on corrupted images are known without computing them. Images are bright on the left or on
 * the right, or nowhere. The head "corner" says left if the first pixel is at least as bright as the last one; the head
 * "left" always says left. Of the six test images "corner" has 4 right, of the mirrored ones 2; "left" has 4 of both.
 */
public final class Halves {
    /** By place, where the test image is bright: l, r or nowhere; then what it is said to be. */
    private static final String[] TEST = {"ll", "ll", "rr", "-l", "-r", "rl"};

    private static final String[] TRAIN = {"ll", "ll", "ll", "ll", "rr", "rr", "rr", "rr"};

    private Halves() {}

    /** Has no name in files. @param always whether it always says left */
    private record Corner(boolean always) implements NeedsNoData<Samples, Classifier> {
        @Override
        public Classifier fitted() {
            return new Fitted(always);
        }

        private record Fitted(boolean always) implements Classifier {
            @Override
            public int classes() {
                return 2;
            }

            @Override
            public Matrix scores(Rows features, Run run) {
                Matrix scores = new Matrix(features.rows(), 2);
                float[] row = new float[features.columns()];
                for (int i = 0; i < features.rows(); i++) {
                    features.read(i, 1, row, 0);
                    scores.set(i, 0, always ? 1 : row[0]);
                    scores.set(i, 1, always ? 0 : row[row.length - 1]);
                }
                return scores;
            }
        }
    }

    /** With two seeds, which have the same figures. @param validation how many training images are held out */
    public static Plan plan(int validation, List<Integer> severities, Corruption... corruptions) {
        return new Plan(
                "halves",
                "halves",
                null,
                List.of(new Splits(images(TRAIN), images(TEST))),
                HeldOut.images(validation),
                List.of(1L, 2L),
                List.of(),
                List.of(),
                List.of(new Experiment.Feature("pixels", RawPixels.defaults(), List.of())),
                List.of(
                        new Experiment.Head("left", new Corner(true)),
                        new Experiment.Head("corner", new Corner(false))),
                List.of(),
                new Corruptions(List.of(corruptions), severities));
    }

    private static HandMade.Images images(String[] halves) {
        List<Planar<GrayU8>> images = new ArrayList<>();
        int[] labels = new int[halves.length];
        for (int i = 0; i < halves.length; i++) {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 8, 8, 1);
            for (int p = 0; p < 64; p++) {
                boolean left = p % 8 < 4;
                char bright = halves[i].charAt(0);
                image.getBand(0).data[p] = (byte) (bright == '-' ? 100 : left == (bright == 'l') ? 200 : 50);
            }
            images.add(image);
            labels[i] = halves[i].charAt(1) == 'l' ? 0 : 1;
        }
        return new HandMade.Images(images, labels, List.of("left", "right"));
    }
}
