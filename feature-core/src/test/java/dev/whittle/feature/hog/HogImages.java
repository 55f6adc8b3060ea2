package dev.whittle.feature.hog;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntBinaryOperator;

/** Images and reference values for the tests of HoG. */
final class HogImages {
    private HogImages() {}

    /** A PNM file of src/test/reference/hog_reference.py. */
    static Planar<GrayU8> read(String file) {
        byte[] bytes = bytes(file);
        String[] head = new String(bytes, 0, Math.min(bytes.length, 20), StandardCharsets.ISO_8859_1).split("\\s", 5);
        int bands = head[0].equals("P6") ? 3 : 1;
        int width = Integer.parseInt(head[1]);
        int height = Integer.parseInt(head[2]);
        int start = bytes.length - width * height * bands;
        return image(width, height, bands, (b, i) -> bytes[start + i * bands + b] & 0xFF);
    }

    /** A text file of src/test/reference/hog_reference.py: a value per line. */
    static double[] values(String file) {
        return new String(bytes(file), StandardCharsets.US_ASCII)
                .lines()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    static Planar<GrayU8> noise(int width, int height, int bands, long seed) {
        Rng rng = new Rng(seed, "image", 0);
        return image(width, height, bands, (b, i) -> rng.nextInt(256));
    }

    /** The rings of the reference script. */
    static Planar<GrayU8> rings(int width, int height) {
        return image(width, height, 1, (b, i) -> {
            int x = i % width;
            int y = i / width;
            return (x * x + 2 * y * y) / 64 + x * y / 97;
        });
    }

    /** An image with the value (band, index) gives, modulo 256. */
    static Planar<GrayU8> image(int width, int height, int bands, IntBinaryOperator value) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        for (int b = 0; b < bands; b++) {
            for (int i = 0; i < width * height; i++) {
                image.getBand(b).data[i] = (byte) value.applyAsInt(b, i);
            }
        }
        return image;
    }

    static float[] extract(Hog hog, Planar<GrayU8> image) {
        return extract(hog.extractor(), image);
    }

    static float[] extract(FeatureExtractor extractor, Planar<GrayU8> image) {
        return extractor.extract(image, Run.defaults());
    }

    /** The descriptor by {@link HogDefinition}, or in the layout cs231n by its only steps. */
    static float[] byDefinition(Hog hog, Planar<GrayU8> image) {
        return extract(
                new HogExtractor(
                        hog.layoutWithSettings(),
                        kernels -> (orientation, weights) -> () -> new HogDefinition(orientation, weights)),
                image);
    }

    /** The largest |a - b|; infinite if one is NaN or the lengths differ. */
    static double distance(float[] a, double[] b) {
        if (a.length != b.length) {
            return Double.POSITIVE_INFINITY;
        }
        double max = 0;
        for (int i = 0; i < a.length; i++) {
            double d = Math.abs(a[i] - b[i]);
            max = d >= 0 ? Math.max(max, d) : Double.POSITIVE_INFINITY;
        }
        return max;
    }

    static double[] doubles(float[] a) {
        double[] d = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            d[i] = a[i];
        }
        return d;
    }

    static double max(double[] a) {
        double max = 0;
        for (double v : a) {
            max = Math.max(max, v);
        }
        return max;
    }

    /** Index of the first value whose raw bits differ, -1 if there is none. */
    static int firstDifference(float[] a, float[] b) {
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            if (i >= a.length || i >= b.length || Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(String file) {
        try (InputStream in = HogImages.class.getResourceAsStream("/hog/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("No test resource hog/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
