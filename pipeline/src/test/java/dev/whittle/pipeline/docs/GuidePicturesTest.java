package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.inference.Difference;
import dev.whittle.classify.inference.ImagesAndSeeds;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.ImageStep;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.cluster.KMeans;
import dev.whittle.feature.color.KMeansPalette;
import dev.whittle.feature.color.MedianCut;
import dev.whittle.feature.color.Quantize;
import dev.whittle.feature.color.UniformPalette;
import dev.whittle.feature.data.Images;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.image.Equalize;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.image.Scale;
import dev.whittle.feature.image.Size;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.RandomFourier;
import dev.whittle.pipeline.data.generated.Generated;
import dev.whittle.pipeline.explore.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of the guide, each of them computed here. Run with {@code -Dwrite.docs=true} to draw them again. */
@Tag("bits")
class GuidePicturesTest {
    private static final Run RUN = Run.defaults().withThreads(2);

    private static Planar<GrayU8> after(Spec<Dataset, ImageStep> step, Planar<GrayU8> image) {
        return step.fit(Images.of(List.of(image), new int[] {0}), RUN).apply(image, RUN);
    }

    @Test
    void imageSteps() throws IOException {
        Planar<GrayU8> cat = Guide.cat();
        Guide.requireKept(
                "images/steps.png",
                Guide.row(
                        List.of(
                                cat,
                                after(Equalize.defaults(), cat),
                                after(Gray.defaults(), cat),
                                after(new GaussianBlur(2), cat),
                                after(new Scale(new Size(100, 100), Fit.PAD), cat)),
                        1));
    }

    @Test
    void palettes() throws IOException {
        Planar<GrayU8> cat = Guide.cat();
        KMeans kMeans = new KMeans(8, 50, KMeans.Start.KMEANS_PLUS_PLUS, 1e-3);
        List<Planar<GrayU8>> images = new ArrayList<>(List.of(cat));
        for (var palette : List.of(
                new UniformPalette(List.of(1, 1, 1)), new MedianCut(8, 15_000), new KMeansPalette(kMeans, 15_000))) {
            images.add(after(new Quantize(palette), cat));
        }
        Guide.requireKept("color/palettes.png", Guide.row(images, 1));
    }

    @Test
    void generatedClasses() throws IOException {
        int classes = Generated.CLASSES.size();
        Dataset images = Generated.defaults().images("train", 3 * classes);
        Planar<GrayU8> sheet = Guide.white(classes * (64 + Guide.GAP) - Guide.GAP, 3 * (64 + Guide.GAP) - Guide.GAP);
        for (int i = 0; i < images.size(); i++) {
            Guide.put(images.image(i), 2, sheet, images.label(i) * (64 + Guide.GAP), i / classes * (64 + Guide.GAP));
        }
        Guide.requireKept("generated-data/classes.png", sheet);
    }

    @Test
    void gradientsOfAPhoto() throws IOException {
        Planar<GrayU8> cat = Guide.cat();
        Hog hog = Hog.defaults();
        Planar<GrayU8> glyphs =
                hog.drawing(hog.extractor(), cat, 300, RUN).orElseThrow().picture();
        Planar<GrayU8> sheet = Guide.white(300 + Guide.GAP + glyphs.width, Math.max(200, glyphs.height));
        Guide.put(cat, 2, sheet, 0, 0);
        Guide.put(glyphs, 1, sheet, 300 + Guide.GAP, 0);
        Guide.requireKept("java/hog.png", sheet);
    }

    /** exp(-d²) and what dot products of random features make of it, for rows at distance d from the first. */
    @Test
    void randomFeatures() throws IOException {
        int n = 61;
        Matrix rows = new Matrix(n, 1);
        double[] d = new double[n];
        double[] kernel = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = i / 20.0;
            rows.set(i, 0, (float) d[i]);
            kernel[i] = StrictMath.exp(-d[i] * d[i]);
        }
        // The scale is γ·d·v, with one column of this variance.
        double mean = d[n - 1] / 2;
        double variance = 0;
        for (double x : d) {
            variance += (x - mean) * (x - mean) / n;
        }
        List<String> drawings = new ArrayList<>();
        double[] worst = new double[2];
        for (int k = 0; k < 2; k++) {
            int components = k == 0 ? 64 : 4096;
            Transform map = new RandomFourier(components, variance).fit(rows, RUN);
            Matrix z = map.apply(rows, RUN);
            double[] dot = new double[n];
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < components; c++) {
                    dot[i] += (double) z.get(0, c) * z.get(i, c);
                }
                worst[k] = Math.max(worst[k], Math.abs(dot[i] - kernel[i]));
            }
            drawings.add(Plot.of(components + " random features", Plot.range(0, 3), Plot.range(-0.3, 1.3))
                    .axes("distance", "kernel")
                    .line("soft", d, kernel)
                    .dots("c0", 2, d, dot)
                    .svg());
        }
        assertTrue(worst[1] < 0.05 && worst[0] > 2 * worst[1], worst[0] + " and " + worst[1]);
        Guide.requireKept("kernel-maps/random-fourier.svg", Guide.svg(drawings));
    }

    /** Thirty experiments of 1,000 test images: of two features one is right on 80 %, the other on 78 %. */
    @Test
    void intervals() throws IOException {
        int experiments = 30;
        Plot plot = Plot.of("30 experiments", Plot.range(-7, 10), Plot.range(experiments + 1, 0))
                .axes("difference in points, with 95 % interval", "experiment");
        int missed = 0;
        int withZero = 0;
        for (int e = 0; e < experiments; e++) {
            Rng rng = new Rng(1, "experiments", e);
            boolean[][] first = new boolean[1][1000];
            boolean[][] second = new boolean[1][1000];
            for (int i = 0; i < 1000; i++) {
                first[0][i] = rng.nextDouble() < 0.80;
                second[0][i] = rng.nextDouble() < 0.78;
            }
            Difference difference = ImagesAndSeeds.difference(first, second);
            double low = 100 * difference.low(0.95);
            double high = 100 * difference.high(0.95);
            boolean misses = low > 2 || high < 2;
            missed += misses ? 1 : 0;
            withZero += low < 0 && high > 0 ? 1 : 0;
            String style = misses ? "c1" : "c0";
            double[] y = {e + 1, e + 1};
            plot.line(style, new double[] {low, high}, y)
                    .dots(style, 2.5, new double[] {100 * difference.mean()}, new double[] {e + 1});
        }
        plot.line("soft dash", Plot.range(2, 2), Plot.range(experiments + 1, 0))
                .line("soft thin", Plot.range(0, 0), Plot.range(experiments + 1, 0));
        Guide.requireKept("statistics/intervals.svg", Guide.svg(List.of(plot.svg())));
        String page = Files.readString(Guide.docs().resolve("statistics.md")).replaceAll("\\s+", " ");
        String said = withZero + " of the 30 intervals hold 0, and " + missed + " miss the truth";
        assertTrue(page.contains(said), said);
    }

    @Test
    void anotherDrawingIsSeen() throws IOException {
        String svg = Files.readString(Guide.docs().resolve("statistics/intervals.svg"));
        assumeFalse(Guide.WRITE);
        assertThrows(
                AssertionError.class,
                () -> Guide.requireKept("statistics/intervals.svg", svg.replaceFirst("<path", "<pith")));
    }
}
