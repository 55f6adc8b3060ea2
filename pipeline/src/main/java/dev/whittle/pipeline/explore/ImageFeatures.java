package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What features keep of a picture, and what they do not. */
final class ImageFeatures {
    /** Of the landscape of 160×120 pixels, in cells: the sky, a slope of the mountain, leaves of the tree. */
    static final Map<String, OrientedCells.Region> REGIONS = Map.of(
            "A", new OrientedCells.Region(8, 0, 3),
            "B", new OrientedCells.Region(1, 6, 2),
            "C", new OrientedCells.Region(15, 5, 3));

    private static final List<String> REGION_STYLES = List.of("c0", "c1 dash", "c2 dots");

    private ImageFeatures() {}

    static Chapter chapter(Run run) {
        return new Chapter(
                "features",
                "Image features",
                List.of(
                        colorHistogram(run),
                        hogGlyphs(run),
                        equalisation(run),
                        visualWords(run),
                        Superpixels.figure(run),
                        inverted(run)));
    }

    private static Figure colorHistogram(Run run) {
        Planar<GrayU8> picture = Landscape.of(0, run).picture(64, 48);
        List<Figure.State> states = new ArrayList<>();
        for (int side : new int[] {1, 4, 16}) {
            ShuffledPicture shuffled = ShuffledPicture.of(picture, side, run);
            String reading = String.format(
                    Locale.ROOT,
                    "Squares of %d×%d pixels in random order: the largest difference of the two histograms is %s. The"
                            + " cosine of the angle between the two HoGs is %.3f.",
                    side,
                    side,
                    Words.number(shuffled.largestDifference(), 6),
                    shuffled.hogSimilarity());
            states.add(new Figure.State(
                    List.of(
                            Plot.picture("A landscape", picture, 4)
                                    .axes("the picture", "")
                                    .svg(),
                            Plot.picture("The same pixels in random order", shuffled.shuffled(), 4)
                                    .axes("the same pixels in another order", "")
                                    .svg(),
                            bins("The histogram of the picture", shuffled.histogram()),
                            bins("The histogram of the shuffled picture", shuffled.shuffledHistogram())),
                    reading));
        }
        return new Figure(
                "colour-histogram",
                "A colour histogram does not know where a pixel was",
                "h(b) = number of pixels whose colour is in bin b / number of pixels",
                "The shuffled picture has the same histogram to the last bit, so all that this feature keeps of the"
                        + " picture is in the shuffled one too.",
                List.of(new Figure.Slider("side of the squares that are shuffled", List.of("1", "4", "16"), 0)),
                states);
    }

    /** Bars over a strip of the colours in the middle of the bins. */
    private static String bins(String title, float[] histogram) {
        int n = ShuffledPicture.BINS;
        Planar<GrayU8> strip = new Planar<>(GrayU8.class, histogram.length, 1, 3);
        for (int i = 0; i < histogram.length; i++) {
            int[] rgb = {i / (n * n), i / n % n, i % n};
            for (int b = 0; b < 3; b++) {
                strip.getBand(b).set(i, 0, (int) Math.rint(255 * (rgb[b] + 0.5) / n));
            }
        }
        double top = 1.1
                * IntStream.range(0, histogram.length)
                        .mapToDouble(i -> histogram[i])
                        .max()
                        .orElseThrow();
        Plot plot = Plot.of(title, Plot.range(0, histogram.length), Plot.range(-0.08 * top, top))
                .axes("bin of red, green and blue", "share of the pixels")
                .image(strip, 0, histogram.length, -0.08 * top, 0);
        for (int i = 0; i < histogram.length; i++) {
            plot.bar("c0", i + 0.1, i + 0.9, 0, histogram[i]);
        }
        return plot.svg();
    }

    private static Figure hogGlyphs(Run run) {
        OrientedCells cells = OrientedCells.of(Landscape.of(0, run).picture(160, 120), 320, run);
        Plot picture = Plot.picture("A landscape with three regions", cells.picture(), 2)
                .axes("the picture, 160×120 pixels", "");
        int glyph = cells.glyphs().width / cells.across();
        Plot glyphs = Plot.picture("The HoG of the landscape as strokes along edges", cells.glyphs(), 1)
                .axes("HoG: a stroke along the edge, the brighter the stronger", "");
        Plot histograms = Plot.of("The mean histogram of each region", Plot.range(0, 180), Plot.range(0, 800))
                .axes("direction of the gradient in degrees", "mean of the region's cells");
        List<String> names = REGIONS.keySet().stream().sorted().toList();
        StringBuilder reading = new StringBuilder(String.format(
                Locale.ROOT,
                "A picture of 160×120 pixels has 20·15·9 = %,d values, one of 320×240 has 40·30·9 = %,d.",
                cells.descriptor().length,
                Hog.cells().extractor().length(320, 240, 3)));
        for (int i = 0; i < names.size(); i++) {
            OrientedCells.Region region = REGIONS.get(names.get(i));
            outline(picture, region, OrientedCells.CELL, names.get(i));
            outline(glyphs, region, glyph, names.get(i));
            double[] histogram = cells.histogram(region);
            double sum = Arrays.stream(histogram).sum();
            double[] x = IntStream.range(0, histogram.length)
                    .mapToDouble(b -> 20 * b + 10)
                    .toArray();
            histograms.line(REGION_STYLES.get(i), x, histogram);
            double most = Arrays.stream(histogram).max().orElseThrow() / sum;
            reading.append(String.format(
                    Locale.ROOT,
                    " %s: a sum of %,.0f in a cell, %.0f %% of it in the strongest direction.",
                    names.get(i),
                    sum,
                    100 * most));
        }
        histograms.legend(REGION_STYLES, List.of("A: sky", "B: slope of the mountain", "C: leaves"));
        return Figure.still(
                "hog-glyphs",
                "The orientations of a picture",
                "cell(b) = Σ |∇I(x, y)| over the pixels of 8×8 whose gradient has direction b, shared by the nearest"
                        + " bins and cells",
                "The even sky (A) gives next to nothing, the slope of the mountain (B) one strong direction, and the"
                        + " leaves (C) all directions.",
                new Figure.State(List.of(picture.svg(), glyphs.svg(), histograms.svg()), reading.toString()));
    }

    private static void outline(Plot plot, OrientedCells.Region region, int cell, String name) {
        double x = region.x() * cell;
        double y = region.y() * cell;
        double side = region.side() * cell;
        plot.frame("white", x, x + side, y, y + side);
        plot.mark(x + 0.25 * cell + 4, y + 0.25 * cell + 5, name);
    }

    private static Figure equalisation(Run run) {
        Planar<GrayU8> picture = Landscape.of(0, run).picture(96, 72);
        List<String> positions = List.of("0.1", "0.2", "0.4", "0.8");
        List<Figure.State> states = new ArrayList<>();
        for (String position : positions) {
            Equalisation step = Equalisation.of(picture, Double.parseDouble(position), run);
            String reading = String.format(
                    Locale.ROOT,
                    "Before: grays from %s, at which the distribution is up to %.3f away from a straight line."
                            + " After: from %s, at which it is up to %.3f away.",
                    span(step.before()),
                    Equalisation.fromStraight(step.before()),
                    span(step.after()),
                    Equalisation.fromStraight(step.after()));
            states.add(new Figure.State(
                    List.of(
                            Plot.picture("The picture before", step.before(), 3)
                                    .axes("before", "")
                                    .svg(),
                            Plot.picture("The picture after", step.after(), 3)
                                    .axes("after", "")
                                    .svg(),
                            grays("Histogram and distribution before", step.before()),
                            grays("Histogram and distribution after", step.after())),
                    reading));
        }
        return new Figure(
                "equalisation",
                "Histogram equalisation",
                "v → 255·(cdf(v) − cdf(v₀)) / (1 − cdf(v₀)), v₀ the darkest value present",
                "The grays are pulled apart until the distribution is stairs along a straight line, so the picture"
                        + " looks almost the same whatever the contrast was.",
                List.of(new Figure.Slider("contrast", positions, 1)),
                states);
    }

    private static String span(Planar<GrayU8> gray) {
        int[] counts = Equalisation.histogram(gray);
        int[] present = IntStream.range(0, 256).filter(v -> counts[v] > 0).toArray();
        return present[0] + " to " + present[present.length - 1] + " (" + present.length + " different)";
    }

    private static String grays(String title, Planar<GrayU8> gray) {
        int[] counts = Equalisation.histogram(gray);
        double[] shares = Equalisation.distribution(gray);
        int most = Arrays.stream(counts).max().orElseThrow();
        double[] x = new double[3 * 256];
        double[] y = new double[3 * 256];
        for (int v = 0; v < 256; v++) {
            x[3 * v] = v;
            x[3 * v + 1] = v;
            y[3 * v + 1] = (double) counts[v] / most;
            x[3 * v + 2] = Double.NaN;
            if (counts[v] == 0) {
                x[3 * v] = Double.NaN;
                x[3 * v + 1] = Double.NaN;
            }
        }
        return Plot.of(title, Plot.range(-4, 259), Plot.range(0, 1.3))
                .axes("gray", "")
                .line("soft", x, y)
                .line("c1", IntStream.range(0, 256).mapToDouble(v -> v).toArray(), shares)
                .legend(List.of("soft", "c1"), List.of("pixels, the most frequent gray 1", "share that is not lighter"))
                .svg();
    }

    private static Figure visualWords(Run run) {
        List<String> positions = List.of("4", "6", "12");
        List<Figure.State> states = new ArrayList<>();
        for (String position : positions) {
            int k = Integer.parseInt(position);
            PictureWords words = PictureWords.of(96, 72, k, run);
            int most = IntStream.range(0, k).reduce(0, (a, b) -> words.histogram()[b] > words.histogram()[a] ? b : a);
            String reading = String.format(
                    Locale.ROOT,
                    "Of %d patches, %d have word %d, the most frequent of %d words.",
                    words.wordOf().length,
                    Math.round(words.histogram()[most] * words.wordOf().length),
                    most,
                    k);
            states.add(new Figure.State(
                    List.of(
                            Plot.picture("A landscape", words.picture(), 3)
                                    .axes("the picture", "")
                                    .svg(),
                            numbers(words),
                            wordBars(words)),
                    reading));
        }
        return new Figure(
                "visual-words",
                "The words of a picture",
                "word(p) = the c with the least ‖p − μ(c)‖, the μ by k-means on patches of other pictures; the feature"
                        + " is the share of each word",
                "What is even has the word of its colour, and edges have words by their colours and directions; the"
                        + " histogram of the words is the feature of the picture.",
                List.of(new Figure.Slider("words", positions, 1)),
                states);
    }

    private static String numbers(PictureWords words) {
        int side = PictureWords.SIDE;
        Plot plot = Plot.picture("The number of the word of each patch", words.picture(), 3)
                .axes("the word of each patch, stretched to full contrast", "");
        plot.image(words.inWords(), 0, words.picture().width, 0, words.picture().height);
        int across = words.picture().width / side;
        for (int i = 0; i < words.wordOf().length; i++) {
            plot.mark(side * (i % across + 0.5), side * (i / across + 0.5), "" + words.wordOf()[i]);
        }
        return plot.svg();
    }

    private static String wordBars(PictureWords words) {
        int k = words.words().size();
        double top = 1.1
                * IntStream.range(0, k)
                        .mapToDouble(i -> words.histogram()[i])
                        .max()
                        .orElseThrow();
        // A word is as wide as it is high.
        double width = Math.min(1, 0.15 * k * Plot.HEIGHT / Plot.WIDTH);
        double share = width * Plot.WIDTH / k / Plot.HEIGHT;
        double height = share * top / (1 - share);
        Plot plot = Plot.of("The words and the share of each", Plot.range(-0.5, k - 0.5), Plot.range(-height, top))
                .axes("word", "share of the patches");
        for (int w = 0; w < k; w++) {
            plot.bar("c0", w - 0.35, w + 0.35, 0, words.histogram()[w]);
            plot.image(words.words().get(w), w - 0.45 * width, w + 0.45 * width, -0.95 * height, -0.05 * height);
        }
        return plot.svg();
    }

    private static Figure inverted(Run run) {
        NearestImages images = NearestImages.of(run);
        List<String> positions = new ArrayList<>();
        List<Figure.State> states = new ArrayList<>();
        for (int q = 0; q < images.query().size(); q++) {
            String name = images.query().classes().get(images.query().label(q));
            positions.add(name);
            List<String> drawing = new ArrayList<>();
            drawing.add(Plot.picture("The image: " + name, images.query().image(q), 4)
                    .axes("the image", "")
                    .svg());
            StringBuilder reading = new StringBuilder("The image shows the class " + name + ". Nearest");
            for (String feature : images.features()) {
                int found = images.nearest().get(feature)[q];
                String title = images.gallery().classes().get(images.gallery().label(found));
                drawing.add(Plot.picture(
                                "The nearest by " + feature + ": " + title,
                                images.gallery().image(found),
                                4)
                        .axes(feature, "")
                        .svg());
                reading.append(drawing.size() > 2 ? ", by " : " by ")
                        .append(feature)
                        .append(": ")
                        .append(title);
            }
            states.add(new Figure.State(drawing, reading.append('.').toString()));
        }
        return new Figure(
                "inverted",
                "What is left in a feature",
                "of 500 other images, the one with the least ‖feature(image) − feature(other)‖",
                "The nearest image by a colour histogram has similar colours, above all of the background, that by HoG"
                        + " similar outlines of any colour, and that by visual words similar small parts.",
                List.of(new Figure.Slider("class of the image", positions, 2)),
                states);
    }
}
