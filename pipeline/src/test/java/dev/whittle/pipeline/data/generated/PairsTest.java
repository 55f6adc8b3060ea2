package dev.whittle.pipeline.data.generated;

import static dev.whittle.pipeline.data.generated.GeneratedTest.luma;
import static dev.whittle.pipeline.data.generated.GeneratedTest.picture;
import static dev.whittle.pipeline.data.generated.GeneratedTest.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What docs/generated-data.md says of the pairs: which kind of feature can tell the two classes apart and which cannot.
 * The instrument is the nearest class mean on a simple feature, with half of the pictures for the means.
 */
class PairsTest {
    private static final int PICTURES = 600;
    /** Four standard deviations of the share of right answers in guessing all of them. */
    private static final double CHANCE = 4 * 0.5 / Math.sqrt(PICTURES);

    @Test
    void theColourPairIsOnePictureInGray() {
        Generated quiet = with("color", "position", "scale", "rotation", "clutter");
        for (int i = 0; i < 200; i++) {
            Planar<GrayU8> red = picture(quiet, Subject.RED_BALL, i);
            Planar<GrayU8> blue = picture(quiet, Subject.BLUE_BALL, i);
            Planar<GrayU8> square = picture(quiet, Subject.SQUARE, i);
            double most = 0;
            for (int p = 0; p < 1024; p++) {
                assertEquals(luma(red, p), luma(blue, p), 1.01, "but for rounding");
                most = Math.max(most, Math.abs(luma(red, p) - luma(square, p)));
            }
            assertTrue(most > 10, "the comparison sees another shape");
        }
    }

    @Test
    void theColourPairNeedsColour() {
        assertChance(rightShare(0, PairsTest::grayHistogram));
        assertChance(rightShare(0, PairsTest::grayPixels));
        assertClear(rightShare(0, PairsTest::colorHistogram));
    }

    @Test
    void theShapePairNeedsMoreThanColour() {
        assertChance(rightShare(1, PairsTest::colorHistogram));
        assertChance(rightShare(1, PairsTest::grayHistogram));
        assertClear(rightShare(1, PairsTest::gradientOrientations));
    }

    @Test
    void theTexturePairNeedsMoreThanColourAndTemplates() {
        assertChance(rightShare(2, PairsTest::colorHistogram));
        assertChance(rightShare(2, PairsTest::grayPixels));
        assertClear(rightShare(2, PairsTest::gradientOrientations));
    }

    @Test
    void theArrangementOfShapesIsInNoHistogramOfTheWholePicture() {
        assertChance(rightShare(3, PairsTest::colorHistogram));
        assertChance(rightShare(3, PairsTest::gradientOrientations));
        assertClear(rightShare(3, PairsTest::gradientOrientationsAboveAndBelow));
    }

    @Test
    void theArrangementOfColoursIsInNoHistogramOfTheWholePictureAndInNoGradient() {
        assertChance(rightShare(4, PairsTest::colorHistogram));
        assertChance(rightShare(4, PairsTest::gradientOrientationsAboveAndBelow));
        assertChance(rightShare(4, PairsTest::grayPixels));
        assertChance(rightShare(4, PairsTest::redAndBluePixels));
        assertClear(rightShare(4, PairsTest::redAndBluePixelsAboveAndBelow));
    }

    @ParameterizedTest
    @EnumSource
    void thePairsHaveTheSameColoursOnAverage(Subject subject) {
        Subject other = Subject.values()[subject.ordinal() ^ 1];
        Generated quiet = with("position", "scale", "rotation");
        double[] mean = new double[3];
        double[] otherMean = new double[3];
        for (int i = 0; i < 200; i++) {
            for (int b = 0; b < 3; b++) {
                mean[b] += CanvasTest.moments(picture(quiet, subject, i).getBand(b))[0] / 1024 / 200;
                otherMean[b] += CanvasTest.moments(picture(quiet, other, i).getBand(b))[0] / 1024 / 200;
            }
        }
        for (int b = 0; b < 3; b++) {
            boolean same = subject.ordinal() >= 2;
            assertEquals(same, Math.abs(mean[b] - otherMean[b]) < 0.6, mean[b] + " and " + otherMean[b]);
        }
    }

    private static void assertChance(double right) {
        assertEquals(0.5, right, CHANCE);
    }

    private static void assertClear(double right) {
        assertTrue(right > 0.8, "right: " + right);
    }

    /** The share of right answers within a pair by the nearest mean of a feature, everything varied. */
    private static double rightShare(int pair, Function<Planar<GrayU8>, double[]> feature) {
        Dataset train = Generated.defaults().images("train", 5 * PICTURES);
        Dataset test = Generated.defaults().images("test", 5 * PICTURES);
        double[][] mean = new double[2][];
        for (int i = 0; i < train.size(); i++) {
            if (train.label(i) / 2 == pair) {
                double[] f = feature.apply(train.image(i));
                int c = train.label(i) % 2;
                mean[c] = mean[c] == null ? new double[f.length] : mean[c];
                for (int d = 0; d < f.length; d++) {
                    mean[c][d] += f[d] / (PICTURES / 2);
                }
            }
        }
        int right = 0;
        for (int i = 0; i < test.size(); i++) {
            if (test.label(i) / 2 == pair) {
                double[] f = feature.apply(test.image(i));
                double nearerFirst = 0;
                for (int d = 0; d < f.length; d++) {
                    nearerFirst += Math.pow(f[d] - mean[1][d], 2) - Math.pow(f[d] - mean[0][d], 2);
                }
                right += (nearerFirst > 0 ? 0 : 1) == test.label(i) % 2 ? 1 : 0;
            }
        }
        return right / (double) PICTURES;
    }

    private static double[] grayPixels(Planar<GrayU8> image) {
        double[] gray = new double[image.width * image.height];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = luma(image, i);
        }
        return gray;
    }

    private static double[] grayHistogram(Planar<GrayU8> image) {
        double[] histogram = new double[16];
        for (double v : grayPixels(image)) {
            histogram[(int) (v / 16)]++;
        }
        return histogram;
    }

    private static double[] colorHistogram(Planar<GrayU8> image) {
        return colorHistogram(image, 0, image.height);
    }

    private static double[] redAndBluePixels(Planar<GrayU8> image) {
        return redAndBluePixels(image, 0, image.height);
    }

    private static double[] redAndBluePixelsAboveAndBelow(Planar<GrayU8> image) {
        int half = image.height / 2;
        return join(redAndBluePixels(image, 0, half), redAndBluePixels(image, half, image.height));
    }

    private static double[] gradientOrientations(Planar<GrayU8> image) {
        return gradientOrientations(image, 1, image.height - 1);
    }

    private static double[] gradientOrientationsAboveAndBelow(Planar<GrayU8> image) {
        int half = image.height / 2;
        return join(gradientOrientations(image, 1, half), gradientOrientations(image, half, image.height - 1));
    }

    /** 4×4×4 bins of red, green and blue. */
    private static double[] colorHistogram(Planar<GrayU8> image, int fromY, int toY) {
        double[] histogram = new double[64];
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < image.width; x++) {
                int bin = 0;
                for (int b = 0; b < 3; b++) {
                    bin = 4 * bin + image.getBand(b).get(x, y) / 64;
                }
                histogram[bin]++;
            }
        }
        return histogram;
    }

    /** The number of clearly red and of clearly blue pixels. */
    private static double[] redAndBluePixels(Planar<GrayU8> image, int fromY, int toY) {
        double[] number = new double[2];
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < image.width; x++) {
                int difference = image.getBand(0).get(x, y) - image.getBand(2).get(x, y);
                if (Math.abs(difference) > 64) {
                    number[difference > 0 ? 0 : 1]++;
                }
            }
        }
        return number;
    }

    /** The share of the gradient in 18 unsigned directions, by the squared magnitude, of luma. */
    private static double[] gradientOrientations(Planar<GrayU8> image, int fromY, int toY) {
        double[] gray = grayPixels(image);
        int w = image.width;
        double[] histogram = new double[18];
        double all = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = 1; x < w - 1; x++) {
                double gx = gray[y * w + x + 1] - gray[y * w + x - 1];
                double gy = gray[(y + 1) * w + x] - gray[(y - 1) * w + x];
                double turn = Math.atan2(gy, gx) / Math.PI;
                histogram[(int) Math.floor((turn + 2) * 18 + 0.5) % 18] += gx * gx + gy * gy;
                all += gx * gx + gy * gy;
            }
        }
        for (int i = 0; i < 18; i++) {
            histogram[i] /= all;
        }
        return histogram;
    }

    private static double[] join(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
