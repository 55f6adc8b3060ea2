package dev.whittle.feature.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayF32;
import boofcv.struct.image.GrayS16;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.InterleavedF32;
import boofcv.struct.image.InterleavedU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.ImageConversion;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.RawPixels;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
    private static final int[] RGB = {0x102030, 0xFF8001, 0x7F00FE, 0x000000, 0xFFFFFF, 0x0A0B0C};

    /** 3x2 pixels with these colours, bands as rows. */
    private static final byte[][] BANDS = {
        {0x10, (byte) 0xFF, 0x7F, 0, (byte) 0xFF, 0x0A},
        {0x20, (byte) 0x80, 0, 0, (byte) 0xFF, 0x0B},
        {0x30, 0x01, (byte) 0xFE, 0, (byte) 0xFF, 0x0C}
    };

    /** No images of two classes of one name. */
    private record Twice() implements Dataset {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public Planar<GrayU8> image(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public int label(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public String name(int i) {
            throw new IndexOutOfBoundsException(i);
        }

        @Override
        public List<String> classes() {
            return List.of("b", "b");
        }
    }

    @Test
    void classesNeedNamesOfTheirOwn() {
        List<GrayU8> two = List.of(new GrayU8(2, 2), new GrayU8(2, 2));
        Messages.says(() -> Images.of(two, new int[] {0, 1}, List.of("a", "a")), "'a' twice");
        Messages.says(() -> Images.of(two, new int[] {0, 1}, Arrays.asList("a", null)), "name of its own", "null");
        Twice twice = new Twice();
        Messages.says(() -> new Splits(twice, twice), "'b' twice");
    }

    private static void assertPixels(byte[][] bands, Planar<GrayU8> image) {
        assertEquals(bands.length, image.getNumBands());
        assertEquals(3, image.width);
        assertEquals(2, image.height);
        for (int b = 0; b < bands.length; b++) {
            for (int p = 0; p < 6; p++) {
                assertEquals(bands[b][p] & 0xFF, image.getBand(b).get(p % 3, p / 3), "band " + b + ", pixel " + p);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_INT_BGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_INT_ARGB_PRE,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_4BYTE_ABGR_PRE
            })
    void colouredBufferedImages(int type) {
        BufferedImage image = new BufferedImage(5, 4, type);
        for (int p = 0; p < 6; p++) {
            image.setRGB(1 + p % 3, 2 + p / 3, 0xFF000000 | RGB[p]);
        }
        assertPixels(BANDS, ImageConversion.of(image.getSubimage(1, 2, 3, 2)));
    }

    @Test
    void grayAndIndexedBufferedImages() {
        BufferedImage gray = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setDataElements(0, 0, 3, 2, BANDS[0]);
        assertPixels(new byte[][] {BANDS[0]}, ImageConversion.of(gray));
        BufferedImage shorts = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
        shorts.getRaster().setDataElements(0, 0, 3, 2, new short[] {0, (short) 65535, 257, 128, 129, 2 * 257});
        assertPixels(new byte[][] {{0, (byte) 255, 1, 0, 1, 2}}, ImageConversion.of(shorts));
        IndexColorModel palette = new IndexColorModel(8, 6, BANDS[0], BANDS[1], BANDS[2]);
        BufferedImage indexed = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_INDEXED, palette);
        indexed.getRaster().setDataElements(0, 0, 3, 2, new byte[] {0, 1, 2, 3, 4, 5});
        assertPixels(BANDS, ImageConversion.of(indexed));
    }

    /** As the image read from a file. */
    @Test
    void aBufferedImageIsWhatItsFileIs() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_4BYTE_ABGR);
        for (int p = 0; p < 6; p++) {
            image.setRGB(p % 3, p / 3, (p * 50) << 24 | RGB[p]);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        Planar<GrayU8> file = ImageFile.read(png.toByteArray(), "x.png");
        byte[][] onWhite = new byte[3][6];
        for (int b = 0; b < 3; b++) {
            for (int p = 0; p < 6; p++) {
                int alpha = p * 50;
                onWhite[b][p] = (byte) (((BANDS[b][p] & 255) * alpha + 255 * (255 - alpha) + 127) / 255);
            }
        }
        assertPixels(onWhite, file);
        assertPixels(onWhite, ImageConversion.of(image));
    }

    @Test
    void imagesOfBoofCv() {
        Planar<GrayU8> planar = new Planar<>(GrayU8.class, 5, 4, 3);
        InterleavedU8 interleaved = new InterleavedU8(5, 4, 3);
        GrayU8 gray = new GrayU8(5, 4);
        for (int p = 0; p < 6; p++) {
            int x = 1 + p % 3;
            int y = 2 + p / 3;
            gray.set(x, y, BANDS[0][p]);
            for (int b = 0; b < 3; b++) {
                planar.getBand(b).set(x, y, BANDS[b][p]);
            }
            interleaved.set(x, y, BANDS[0][p], BANDS[1][p], BANDS[2][p]);
        }
        assertPixels(BANDS, ImageConversion.of(planar.subimage(1, 2, 4, 4)));
        assertPixels(BANDS, ImageConversion.of(interleaved.subimage(1, 2, 4, 4)));
        assertPixels(new byte[][] {BANDS[0]}, ImageConversion.of(gray.subimage(1, 2, 4, 4)));
    }

    @Test
    void imagesOfFloatsWithTheirRange() {
        GrayF32 gray = new GrayF32(5, 4);
        Planar<GrayF32> planar = new Planar<>(GrayF32.class, 5, 4, 3);
        InterleavedF32 interleaved = new InterleavedF32(5, 4, 3);
        for (int p = 0; p < 6; p++) {
            int x = 1 + p % 3;
            int y = 2 + p / 3;
            gray.set(x, y, (BANDS[0][p] & 0xFF) / 255f);
            for (int b = 0; b < 3; b++) {
                planar.getBand(b).set(x, y, 2 * ((BANDS[b][p] & 0xFF) / 255f) - 1);
            }
            interleaved.set(x, y, BANDS[0][p] & 0xFF, BANDS[1][p] & 0xFF, BANDS[2][p] & 0xFF);
        }
        assertPixels(new byte[][] {BANDS[0]}, ImageConversion.of(gray.subimage(1, 2, 4, 4), 0, 1));
        assertPixels(BANDS, ImageConversion.of(planar.subimage(1, 2, 4, 4), -1, 1));
        assertPixels(BANDS, ImageConversion.of(interleaved.subimage(1, 2, 4, 4), 0, 255));
        gray.set(2, 3, 1.01f);
        assertRefused("1.01 at (2, 3)", () -> ImageConversion.of(gray, 0, 1));
        gray.set(2, 3, Float.NaN);
        assertRefused("NaN at (2, 3)", () -> ImageConversion.of(gray, 0, 1));
        assertRefused("minimum below", () -> ImageConversion.of(gray, 1, 1));
    }

    private static void assertRefused(String reason, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(reason), message);
    }

    @Test
    void otherImagesAreRefused() {
        assertRefused("range", () -> ImageConversion.of(new GrayF32(2, 2)));
        assertRefused("GrayS16", () -> ImageConversion.of(new GrayS16(2, 2)));
        assertRefused("GrayU8", () -> ImageConversion.of(new GrayU8(2, 2), 0, 1));
        assertRefused("got 2", () -> ImageConversion.of(new Planar<>(GrayU8.class, 2, 2, 2)));
        assertRefused("Image 1: ", () -> Images.of(Arrays.asList(new GrayU8(2, 2), "text"), new int[] {0, 1}));
        assertRefused("null", () -> Images.of(Arrays.asList((Object) null), new int[1]));
        assertRefused("1 images, but 2 labels", () -> Images.of(List.of(new GrayU8(2, 2)), new int[] {0, 1}));
        assertRefused("Label of image 0", () -> Images.of(List.of(new GrayU8(2, 2)), new int[] {1}, List.of("a")));
        assertRefused("Label of image 0", () -> Images.of(List.of(new GrayU8(2, 2)), new int[] {-1}));
    }

    @Test
    void areADataset() {
        GrayU8 first = new GrayU8(3, 2);
        first.data[0] = 7;
        Dataset images = Images.of(List.of(first, new BufferedImage(3, 2, 10)), new int[] {2, 0});
        first.data[0] = 9;
        images.image(0).getBand(0).data[0] = 9;
        assertEquals(7, images.image(0).getBand(0).data[0]);
        assertEquals(List.of("0", "1", "2"), images.classes());
        assertArrayEquals(new int[] {2, 0}, images.labels());
        assertEquals("image 1", images.name(1));
        assertEquals(
                7 / 255f,
                RawPixels.defaults()
                        .fit(images, Run.defaults())
                        .extractAll(images, Run.defaults())
                        .get(0, 0));
        assertEquals(
                PixelHash.of(images),
                PixelHash.of(Images.ofFloats(List.of(ofFloats(7), ofFloats(0)), 0, 255, new int[] {2, 0})));
        assertEquals(
                List.of("a", "b"),
                Images.of(List.of(first), new int[] {1}, List.of("a", "b")).classes());
    }

    private static GrayF32 ofFloats(float first) {
        GrayF32 image = new GrayF32(3, 2);
        image.data[0] = first;
        return image;
    }

    @Test
    void aStratifiedSplitInALine() {
        int[] labels = new int[30];
        Arrays.fill(labels, 20, 30, 1);
        Dataset images = Images.of(Collections.nCopies(30, new GrayU8(1, 1)), labels);
        Splits splits = Splits.stratified(images, 0.2, Run.defaults());
        assertEquals(24, splits.train().size());
        assertEquals(6, splits.test().size());
        assertEquals(2, Arrays.stream(splits.test().labels()).sum());
        Subset test = (Subset) splits.test();
        assertArrayEquals(
                test.indices(),
                ((Subset) Splits.stratified(images, 0.2, Run.defaults()).test()).indices());
        assertTrue(!Arrays.equals(
                test.indices(),
                ((Subset) Splits.stratified(images, 0.2, Run.defaults().withSeed(5))
                                .test())
                        .indices()));
        assertEquals(2, Splits.stratified(images, 0.001, Run.defaults()).test().size());
        assertRefused("1.0", () -> Splits.stratified(images, 1, Run.defaults()));
        assertEquals(14, Splits.trainPerClass(images, 7, Run.defaults()).train().size());
        assertRefused("'1' has 10", () -> Splits.trainPerClass(images, 10, Run.defaults()));
        assertRefused("got 0", () -> Splits.trainPerClass(images, 0, Run.defaults()));
        int[] ofEachClass = IntStream.range(0, 12).toArray();
        assertRefused(
                "'class9' has 1, and so on for 2 more",
                () -> Splits.stratified(new TinyDataset(12, ofEachClass), 0.2, Run.defaults()));
    }

    /** Classes whose images are mixed are divided as if they were sorted, each by itself. */
    @Test
    void aSplitDividesEachClassByItself() {
        int[] labels = {0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1};
        Dataset images = Images.of(Collections.nCopies(labels.length, new GrayU8(1, 1)), labels);
        Run run = Run.defaults().withSeed(4);
        Set<Integer> train = new TreeSet<>();
        for (int c = 0; c < 2; c++) {
            int label = c;
            int[] members = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label)
                    .toArray();
            int[] order =
                    run.random("folder split " + images.classes().get(c), 0).permutation(members.length);
            // 5·0.3 and 6·0.3 are 2 test images each.
            for (int i = 0; i < members.length - 2; i++) {
                train.add(members[order[i]]);
            }
        }
        Subset found = (Subset) Splits.stratified(images, 0.3, run).train();
        assertArrayEquals(train.stream().mapToInt(i -> i).toArray(), found.indices());
    }
}
