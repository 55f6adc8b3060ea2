package dev.whittle.pipeline.docs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.explore.ExplorePage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of {@code docs/} and their pictures, which tests draw. With {@code -Dwrite.docs=true} they are kept. */
public final class Guide {
    public static final boolean WRITE = Boolean.getBoolean("write.docs");
    /** Between pictures side by side, in pixels. */
    static final int GAP = 4;

    private static final Pattern SIZE = Pattern.compile("width=\"(\\d+)\" height=\"(\\d+)\"");

    private Guide() {}

    /** The folder of the whole project. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("whittle"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static Path docs() {
        return root().resolve("docs");
    }

    /** The photo that many pages show. */
    static Planar<GrayU8> cat() throws IOException {
        return ImageFile.read(docs().resolve("encodings/chelsea.png"));
    }

    /** Requires that a picture of the docs is what was drawn now. */
    static void requireKept(String name, Planar<GrayU8> drawn) throws IOException {
        Path file = docs().resolve(name);
        if (WRITE) {
            Files.createDirectories(file.getParent());
            ImageFile.write(file, drawn);
        }
        assertSame(ImageFile.read(file), drawn, name);
    }

    static void assertSame(Planar<GrayU8> expected, Planar<GrayU8> actual, String what) {
        assertEquals(expected.width + "x" + expected.height, actual.width + "x" + actual.height, what);
        for (int b = 0; b < 3; b++) {
            assertArrayEquals(expected.getBand(b).data, actual.getBand(b).data, what + ", band " + b);
        }
    }

    static void requireKept(String name, String svg) throws IOException {
        Path file = docs().resolve(name);
        if (WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, svg);
        }
        assertEquals(svg, Files.readString(file), () -> file + " is not what is drawn");
    }

    /** Images of one height side by side, gray ones too, each pixel enlarged. */
    static Planar<GrayU8> row(List<Planar<GrayU8>> images, int times) {
        int width = images.stream().mapToInt(image -> image.width * times + GAP).sum() - GAP;
        Planar<GrayU8> row = white(width, images.get(0).height * times);
        int left = 0;
        for (Planar<GrayU8> image : images) {
            put(image, times, row, left, 0);
            left += image.width * times + GAP;
        }
        return row;
    }

    static Planar<GrayU8> white(int width, int height) {
        Planar<GrayU8> sheet = new Planar<>(GrayU8.class, width, height, 3);
        for (GrayU8 band : sheet.bands) {
            Arrays.fill(band.data, (byte) 255);
        }
        return sheet;
    }

    static void put(Planar<GrayU8> image, int times, Planar<GrayU8> sheet, int left, int top) {
        for (int b = 0; b < 3; b++) {
            GrayU8 band = image.getBand(Math.min(b, image.getNumBands() - 1));
            for (int y = 0; y < image.height * times; y++) {
                for (int x = 0; x < image.width * times; x++) {
                    sheet.getBand(b).set(left + x, top + y, band.get(x / times, y / times));
                }
            }
        }
    }

    /** Drawings side by side, with the colours of the figures' page. */
    static String svg(List<String> drawings) throws IOException {
        StringBuilder parts = new StringBuilder();
        int width = 0;
        int height = 0;
        for (String drawing : drawings) {
            Matcher size = SIZE.matcher(drawing);
            size.find();
            parts.append(drawing.replaceFirst("<svg ", "<svg x=\"" + width + "\" "));
            width += Integer.parseInt(size.group(1)) + 4 * GAP;
            height = Math.max(height, Integer.parseInt(size.group(2)));
        }
        try (InputStream css = ExplorePage.class.getResourceAsStream("drawing.css")) {
            return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + (width - 4 * GAP) + "\" height=\"" + height
                    + "\"><style>" + new String(css.readAllBytes(), StandardCharsets.UTF_8) + "</style>" + parts
                    + "</svg>\n";
        }
    }
}
