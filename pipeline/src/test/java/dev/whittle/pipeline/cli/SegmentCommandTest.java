package dev.whittle.pipeline.cli;

import static dev.whittle.pipeline.cli.Outcome.whittle;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.LabelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentCommandTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 32;

    @TempDir
    private Path temp;

    private Path photo;
    private Path out;

    /** Four fields of 20x16 pixels: red 10 and 90 on the left, 170 and 250 on the right; green 100, blue 0. */
    @BeforeEach
    void draw() throws IOException {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, WIDTH, HEIGHT, 3);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                image.getBand(0).set(x, y, 10 + x / 20 * 160 + y / 16 * 80);
                image.getBand(1).set(x, y, 100);
            }
        }
        photo = temp.resolve("my photo.v2.png");
        ImageFile.write(photo, image);
        out = temp.resolve("a folder").resolve("labels");
    }

    @Test
    void labelsPicturesAndTablesAreWritten() throws IOException {
        Outcome o = whittle("segment", photo, "--superpixels", "2,auto", "--out", out);
        assertEquals(0, o.exit(), o.err());
        assertEquals(out.resolve("my photo.v2") + "_*: 2, 4 segments\n", o.out());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of(
                            "my photo.v2_2.csv",
                            "my photo.v2_2.png",
                            "my photo.v2_2_boundaries.png",
                            "my photo.v2_2_means.png",
                            "my photo.v2_auto.csv",
                            "my photo.v2_auto.png",
                            "my photo.v2_auto_boundaries.png",
                            "my photo.v2_auto_means.png"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        GrayS32 two = LabelImage.read(out.resolve("my photo.v2_2.png"));
        GrayS32 four = LabelImage.read(out.resolve("my photo.v2_auto.png"));
        int[] fields = {four.get(0, 0), four.get(20, 0), four.get(0, 16), four.get(20, 16)};
        assertArrayEquals(new int[] {1, 2, 3, 4}, Arrays.stream(fields).sorted().toArray());
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertEquals(x < 20 ? 1 : 2, two.get(x, y), x + ", " + y);
                assertEquals(fields[x / 20 + y / 16 * 2], four.get(x, y), x + ", " + y);
            }
        }
        assertEquals(
                "label,pixels,left,top,right,bottom,x,y,perimeter,red,green,blue\n"
                        + "1,640,0,0,19,31,9.5,15.5,104,50,100,0\n"
                        + "2,640,20,0,39,31,29.5,15.5,104,210,100,0\n",
                Files.readString(out.resolve("my photo.v2_2.csv")));
        Planar<GrayU8> means = ImageFile.read(out.resolve("my photo.v2_2_means.png"));
        assertEquals(
                "50 210", means.getBand(0).get(3, 30) + " " + means.getBand(0).get(33, 1));
        Planar<GrayU8> lines = ImageFile.read(out.resolve("my photo.v2_2_boundaries.png"));
        assertEquals(
                "100 0 100",
                lines.getBand(1).get(18, 5) + " " + lines.getBand(1).get(19, 5) + " "
                        + lines.getBand(1).get(20, 5));
    }

    /** The start has 0 above and one label on the lower half, which alone is split. */
    @Test
    void aGivenLabelMapIsRefined() throws IOException {
        GrayS32 start = new GrayS32(WIDTH, HEIGHT);
        Arrays.fill(start.data, 16 * WIDTH, HEIGHT * WIDTH, 77);
        Path labels = temp.resolve("mask.png");
        LabelImage.write(labels, start);
        Outcome o = whittle("segment", photo, "--start", labels, "--out", out);
        assertEquals(0, o.exit(), o.err());
        GrayS32 refined = LabelImage.read(out.resolve("my photo.v2_auto.png"));
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertEquals(y < 16 ? 0 : x < 20 ? 1 : 2, refined.get(x, y), x + ", " + y);
            }
        }
        Outcome two = whittle("segment", photo, photo, "--start", labels, "--out", out);
        assertEquals(2, two.exit());
        assertTrue(two.err().contains("--start is for one image, got 2"), two.err());
        LabelImage.write(labels, new GrayS32(3, 2));
        Outcome other = whittle("segment", photo, "--start", labels, "--out", out);
        assertEquals(1, other.exit());
        assertTrue(other.err().contains("3x2") && other.err().contains("40x32"), other.err());
        assertTrue(other.err().contains(photo + " with --start " + labels + ":"), other.err());
        Path none = temp.resolve("none.png");
        Outcome missing = whittle("segment", photo, "--start", none, "--out", out);
        assertEquals("whittle: " + none + " does not exist\n", missing.err());
    }

    @Test
    void aFolderIsSegmentedWithTheSameBytesOnAnyThreads() throws IOException {
        Path photos = Files.createDirectory(temp.resolve("photos"));
        for (int i = 0; i < 5; i++) {
            Files.copy(photo, photos.resolve("p" + i + ".png"));
        }
        assertEquals(
                0, whittle("segment", photos, "--out", out, "--threads", "1").exit());
        Path other = temp.resolve("other");
        assertEquals(
                0, whittle("segment", photos, "--out", other, "--threads", "3").exit());
        try (Stream<Path> files = Files.list(out)) {
            List<Path> all = files.toList();
            assertEquals(20, all.size());
            for (Path file : all) {
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other.resolve(file.getFileName())));
            }
        }
    }

    @Test
    void whatCannotBeDoneIsSaid() throws IOException {
        Path broken = Files.writeString(temp.resolve("broken.png"), "no image");
        Outcome o = whittle("segment", broken, photo, "--out", out);
        assertEquals(1, o.exit());
        assertTrue(o.err().contains("cannot be used: " + broken), o.err());
        assertTrue(o.err().contains("1 of 2 files"), o.err());
        assertTrue(Files.exists(out.resolve("my photo.v2_auto.png")), "the other is done");

        Path same =
                Files.copy(photo, Files.createDirectory(temp.resolve("more")).resolve("my photo.v2.bmp"));
        Outcome twice = whittle("segment", photo, same, "--out", temp.resolve("none"));
        assertEquals(1, twice.exit());
        assertTrue(twice.err().contains(photo.toString()) && twice.err().contains(same.toString()), twice.err());
        assertFalse(Files.exists(temp.resolve("none")));

        Outcome file = whittle("segment", photo, "--out", broken);
        assertEquals(1, file.exit());
        assertTrue(file.err().contains(broken + " exists already and is no folder"), file.err());

        Outcome negative = whittle("segment", photo, "--out", out, "--minimum", "0");
        assertEquals(1, negative.exit());
        assertTrue(negative.err().contains("minimum must be at least 1, got 0"), negative.err());
    }
}
