package dev.whittle.feature;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.table.Matrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small images and rows for the tests of this package. */
public final class TestData {
    private TestData() {}

    /** The image of src/test/reference/words.py. */
    public static Planar<GrayU8> referenceImage() {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, 23, 17, 3);
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 23; x++) {
                for (int b = 0; b < 3; b++) {
                    int slope = y == 3 ? 0 : b;
                    image.getBand(b).set(x, y, (x * x * 7 + y * 13 + x * y * 3 + slope * (x * 5 + y * 11)) % 256);
                }
            }
        }
        return image;
    }

    /** The lines of a reference file by their first word. */
    public static Map<String, float[]> reference(String name) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        try (var in = new BufferedReader(
                new InputStreamReader(TestData.class.getResourceAsStream("/words/" + name), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                float[] row = new float[words.length - 1];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Float.parseFloat(words[i + 1]);
                }
                values.put(words[0], row);
            }
        }
        return values;
    }

    public static Matrix gaussians(int rows, int columns, int seed) {
        Rng rng = new Rng(seed, "rows", 0);
        Matrix m = new Matrix(rows, columns);
        for (int i = 0; i < m.data().length; i++) {
            m.data()[i] = (float) rng.nextGaussian();
        }
        return m;
    }

    public static Planar<GrayU8> random(int width, int height, int bands, int seed) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, width, height, bands);
        Rng rng = new Rng(seed, "image", 0);
        for (int b = 0; b < bands; b++) {
            for (int i = 0; i < width * height; i++) {
                image.getBand(b).data[i] = (byte) rng.nextInt(256);
            }
        }
        return image;
    }

    /** {@code n} random RGB images of 14×12 pixels. */
    public static Dataset images(int n, int seed) {
        return data(java.util.stream.IntStream.range(0, n)
                .mapToObj(i -> random(14, 12, 3, seed * 1000 + i))
                .toList());
    }

    public static Dataset data(List<Planar<GrayU8>> images) {
        return new Dataset() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public Planar<GrayU8> image(int i) {
                return images.get(i).clone();
            }

            @Override
            public int label(int i) {
                return 0;
            }

            @Override
            public String name(int i) {
                return "image " + i;
            }

            @Override
            public List<String> classes() {
                return List.of("a", "b");
            }
        };
    }
}
