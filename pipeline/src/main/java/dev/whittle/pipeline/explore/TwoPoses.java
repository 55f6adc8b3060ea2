package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.ClassWeights;
import dev.whittle.classify.Samples;
import dev.whittle.classify.evaluate.Evaluation;
import dev.whittle.classify.linear.Intercept;
import dev.whittle.classify.linear.LinearClassifier;
import dev.whittle.classify.linear.Softmax;
import dev.whittle.feature.Decoded;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.table.Matrix;
import java.util.List;

/**
 * A linear classifier on the pixels of drawn horses, cars and trees. It has one template for each class, so the
 * template of horses that look to the left or to the right has two heads.
 *
 * @param pixels the values of the training images, a row each, from 0 to 1
 * @param labels an index into {@link #CLASSES} for each
 * @param templates the weights, a row for each class
 * @param bias of each class
 * @param accuracy the share of as many other images that the classifier gets right
 */
public record TwoPoses(Matrix pixels, int[] labels, Matrix templates, float[] bias, double accuracy) {
    /** The names of the classes, in the order of their labels. */
    public static final List<String> CLASSES = List.of("horse", "car", "tree");
    /** Width and height of an image in pixels. */
    public static final int SIDE = 32;
    /** The weight of the squares in training. */
    public static final double L2 = 0.02;
    /** The centre of the head of a horse that looks to the right, from the upper left corner. */
    private static final double[] HEAD = {26.5, 9};

    /** The side of {@link #headBox} in pixels. */
    static final int HEAD_SIDE = 4;

    private static final int EACH = 80;
    private static final int SAMPLES = 3;

    /** @param left the share of horses that look to the left, from 0 to 1 */
    public static TwoPoses of(double left, Run run) {
        if (!(left >= 0 && left <= 1)) {
            throw new IllegalArgumentException("A share of horses is from 0 to 1, got " + left);
        }
        Matrix pixels = pixels("training", left, run);
        int[] labels = new int[pixels.rows()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES.size();
        }
        Samples train = new Samples(pixels, labels, CLASSES.size());
        LinearClassifier linear = new Softmax(L2, 0, Intercept.FREE, ClassWeights.EQUAL, 1000, 1e-5).fit(train, run);
        Matrix scores = linear.scores(pixels("test", left, run), run);
        return new TwoPoses(
                pixels,
                labels,
                linear.templates().orElseThrow(),
                linear.arrays().get("bias").data(),
                Evaluation.of(scores, labels).accuracy());
    }

    private static Matrix pixels(String split, double left, Run run) {
        int n = CLASSES.size() * EACH;
        Matrix pixels = new Matrix(n, SIDE * SIDE);
        var extractor = RawPixels.defaults().fit(Decoded.NONE, run);
        for (int i = 0; i < n; i++) {
            Rng random = run.random("two poses, " + split, i);
            boolean mirrored = i / CLASSES.size() < Math.rint(left * EACH);
            extractor.extract(image(i % CLASSES.size(), mirrored, random), pixels.data(), i * SIDE * SIDE, run);
        }
        return pixels;
    }

    /** A light shape on dark ground, moved a little and with noise. */
    static Planar<GrayU8> image(int label, boolean mirrored, Rng random) {
        double moveX = 3 * random.nextDouble() - 1.5;
        double moveY = 3 * random.nextDouble() - 1.5;
        double light = 150 + 80 * random.nextDouble();
        double dark = 30 + 50 * random.nextDouble();
        Planar<GrayU8> image = new Planar<>(GrayU8.class, SIDE, SIDE, 1);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int inside = 0;
                for (int s = 0; s < SAMPLES * SAMPLES; s++) {
                    double u = x + (s % SAMPLES + 0.5) / SAMPLES - moveX;
                    double v = y + (s / SAMPLES + 0.5) / SAMPLES - moveY;
                    inside += inside(label, mirrored ? SIDE - u : u, v) ? 1 : 0;
                }
                double share = (double) inside / (SAMPLES * SAMPLES);
                double value = dark + share * (light - dark) + 30 * (random.nextDouble() - 0.5);
                image.getBand(0).set(x, y, (int) Math.rint(Math.max(0, Math.min(255, value))));
            }
        }
        return image;
    }

    private static boolean inside(int label, double x, double y) {
        return switch (label) {
            case 0 -> horse(x, y);
            case 1 -> car(x, y);
            default -> tree(x, y);
        };
    }

    /** It looks to the right. */
    private static boolean horse(double x, double y) {
        boolean body = ellipse(x, y, 15, 17, 8.5, 4.2);
        boolean head = ellipse(x, y, HEAD[0], HEAD[1], 3.4, 2.2);
        boolean neck = y > 8.5 && y < 17 && Math.abs(x - (25.5 - 0.5 * (y - 8.5))) < 1.9;
        boolean legs = y >= 18
                && y < 28
                && (Math.abs(Math.abs(x - 9.5) - 1.2) < 0.8 || Math.abs(Math.abs(x - 20) - 1.2) < 0.8);
        boolean tail = y > 14 && y < 21 && Math.abs(x - (7 - 0.5 * (y - 14))) < 0.8;
        return body || head || neck || legs || tail;
    }

    private static boolean car(double x, double y) {
        boolean body = y > 17 && y < 24 && Math.abs(x - 16) < 13;
        boolean cabin = y > 11 && y <= 17 && Math.abs(x - 16) < 5 + 0.6 * (y - 11);
        return body || cabin || ellipse(x, y, 9, 24, 3, 3) || ellipse(x, y, 23, 24, 3, 3);
    }

    private static boolean tree(double x, double y) {
        return ellipse(x, y, 16, 11, 7, 8) || y > 18 && y < 29 && Math.abs(x - 16) < 1.8;
    }

    private static boolean ellipse(double x, double y, double centreX, double centreY, double radiusX, double radiusY) {
        double u = (x - centreX) / radiusX;
        double v = (y - centreY) / radiusY;
        return u * u + v * v < 1;
    }

    /** The first column and row of {@value #HEAD_SIDE}×{@value #HEAD_SIDE} pixels on the head of such a horse. */
    static int[] headBox(boolean left) {
        double centre = left ? SIDE - HEAD[0] : HEAD[0];
        return new int[] {(int) Math.rint(centre - HEAD_SIDE / 2.0), (int) Math.rint(HEAD[1] - HEAD_SIDE / 2.0)};
    }

    /** The mean weight of the template of horses at the head of one that looks to the left or to the right. */
    public double weightAtHead(boolean left) {
        int[] box = headBox(left);
        double sum = 0;
        for (int i = 0; i < HEAD_SIDE * HEAD_SIDE; i++) {
            sum += templates.get(0, (box[1] + i / HEAD_SIDE) * SIDE + box[0] + i % HEAD_SIDE);
        }
        return sum / (HEAD_SIDE * HEAD_SIDE);
    }

    /**
     * The template of a class as a gray image of {@link #SIDE} by {@link #SIDE} pixels: mid-gray is 0, light is above,
     * dark below.
     */
    public Planar<GrayU8> template(int label) {
        return RawPixels.defaults()
                .template(templates.row(label), SIDE, SIDE, 1)
                .orElseThrow();
    }
}
