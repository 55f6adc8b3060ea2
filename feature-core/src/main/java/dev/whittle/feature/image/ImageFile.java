package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import com.twelvemonkeys.imageio.util.ProgressListenerBase;
import dev.whittle.feature.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads and writes image files. PNG, JPEG, GIF (the first image), BMP, PGM and PPM can be read. The contents decide the
 * format, not the file's name. Bytes after the image are ignored.
 *
 * <p>The image has 1 band if the file says gray, or if all colours of its palette are gray, and otherwise 3 (RGB).
 * Samples of other than 8 bits become v·255/max, rounded to nearest. These are the stored values. Colour profiles and
 * gamma are not applied. Alpha is dropped, so a transparent pixel has the colour stored under it, as with OpenCV's
 * {@code imread} and Pillow's {@code convert("RGB")}. JPEGs with four components are taken to hold inverted CMYK, as
 * Adobe writes it and all readers assume, and R = C·K/255. The Exif orientation of a JPEG or PNG is applied, as in
 * {@code imread}.
 *
 * <p>JPEGs may be baseline, extended or progressive, with Huffman codes and samples of 8 bits. Their pixels are exactly
 * those of libjpeg-turbo with its default settings, on every Java runtime. Lossless and hierarchical ones and arithmetic
 * coding are refused.
 *
 * <p>An image has at most 2<sup>28</sup> pixels, and a file 2<sup>30</sup> bytes. A truncated file is an error, never
 * half an image.
 */
public final class ImageFile {
    private static final long MAX_BYTES = 1L << 30;

    private ImageFile() {}

    /**
     * Decodes a file.
     *
     * @throws IOException if it cannot be read or is not a complete image of a known format. The message has the path,
     *     what was found and what was expected, and the byte offset where there is one
     */
    public static Planar<GrayU8> read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, expected an image file");
        }
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException(
                        "has " + Files.size(file) + " bytes, expected at most " + MAX_BYTES + " for an image");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            NoSuchFileException named = new NoSuchFileException(file.toString(), null, "no such file");
            named.initCause(e);
            throw named;
        } catch (IOException e) {
            throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return read(bytes, file.toString());
    }

    /**
     * Decodes the contents of a file.
     *
     * @param name the name used in messages
     * @throws IOException as for {@link #read(Path)}
     */
    public static Planar<GrayU8> read(byte[] bytes, String name) throws IOException {
        Bytes in = new Bytes(bytes, name);
        if (bytes.length == 0) {
            throw new IOException(name + ": is empty, expected an image");
        }
        if (in.has(0, "\u00ff\u00d8")) {
            return JpegFile.read(in);
        }
        if (in.has(0, PngHeader.SIGNATURE)) {
            PngHeader header = PngHeader.scan(in);
            return Exif.upright(
                    ImageSamples.of(in.name(), decode(in, "png", header.width(), header.height())),
                    header.orientation());
        }
        if (in.has(0, "GIF87a") || in.has(0, "GIF89a")) {
            return readGif(in, GifHeader.scan(in));
        }
        if (in.has(0, "BM")) {
            BmpHeader header = BmpHeader.scan(in);
            return ImageSamples.of(in.name(), decode(in, "bmp", header.width(), header.height()));
        }
        if (in.has(0, "P") && bytes.length > 1 && bytes[1] >= '1' && bytes[1] <= '7') {
            return Pnm.read(in);
        }
        throw in.error(
                0, "found '" + in.text(0, 8) + "', expected the start of a PNG, JPEG, GIF, BMP, PGM or PPM file");
    }

    private static Planar<GrayU8> readGif(Bytes in, GifHeader header) throws IOException {
        Planar<GrayU8> image = ImageSamples.of(in.name(), withReader(in, "gif", ImageFile::decodeAllRows));
        requireSize(in, image.width, image.height, header.imageWidth(), header.imageHeight());
        if (header.imageWidth() == header.width() && header.imageHeight() == header.height()) {
            return image;
        }
        int[] background = {header.background() >> 16, header.background() >> 8 & 0xFF, header.background() & 0xFF};
        boolean gray = image.getNumBands() == 1 && background[0] == background[1] && background[1] == background[2];
        Planar<GrayU8> screen = new Planar<>(GrayU8.class, header.width(), header.height(), gray ? 1 : 3);
        for (int b = 0; b < screen.getNumBands(); b++) {
            byte[] to = screen.getBand(b).data;
            byte[] from = image.getBand(Math.min(b, image.getNumBands() - 1)).data;
            Arrays.fill(to, (byte) background[b]);
            for (int y = 0; y < image.height; y++) {
                System.arraycopy(
                        from, y * image.width, to, (header.top() + y) * screen.width + header.left(), image.width);
            }
        }
        return screen;
    }

    private static BufferedImage decode(Bytes in, String format, int width, int height) throws IOException {
        BufferedImage image = withReader(in, format, reader -> reader.read(0));
        requireSize(in, image.getWidth(), image.getHeight(), width, height);
        return image;
    }

    /**
     * Reads a GIF's image and checks that all rows came. ImageIO leaves rows without data black and does not say so.
     */
    private static BufferedImage decodeAllRows(ImageReader reader) throws IOException {
        float[] percent = {0};
        reader.addIIOReadProgressListener(new ProgressListenerBase() {
            @Override
            public void imageProgress(ImageReader source, float percentageDone) {
                percent[0] = percentageDone;
            }
        });
        BufferedImage image = reader.read(0);
        if (percent[0] < 100) {
            throw new IOException("the data ends after " + percent[0] + "% of the rows");
        }
        return image;
    }

    private static void requireSize(Bytes in, int width, int height, int expectedWidth, int expectedHeight)
            throws IOException {
        if (width != expectedWidth || height != expectedHeight) {
            throw new IOException(in.name() + ": decodes to " + width + "x" + height
                    + ", expected the size in its header, " + expectedWidth + "x" + expectedHeight);
        }
    }

    private interface Decoding<T> {
        T apply(ImageReader reader) throws IOException;
    }

    private static <T> T withReader(Bytes in, String format, Decoding<T> decoding) throws IOException {
        // Where there are two readers, the plug-in of TwelveMonkeys comes before the JDK's own.
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IOException(in.name() + ": this Java runtime has no reader for " + format);
        }
        ImageReader reader = readers.next();
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(in.data()))) {
            reader.setInput(stream, true, true);
            T result;
            try {
                result = decoding.apply(reader);
            } catch (IOException | RuntimeException e) {
                // For damaged data ImageIO's decoders throw almost any exception.
                throw in.error(stream.getStreamPosition(), "damaged " + format + " data: " + describe(e));
            }
            for (String warning : warnings) {
                if (isDamage(warning)) {
                    throw new IOException(in.name() + ": damaged " + format + " data: " + warning);
                }
            }
            return result;
        } finally {
            reader.dispose();
        }
    }

    private static String describe(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e.getCause() == null || e.getCause().getMessage() == null
                ? message
                : message + ": " + e.getCause().getMessage();
    }

    /**
     * Whether a warning means that the decoder invented samples. These are messages of the IJG's library. Its other
     * messages, and those about metadata, leave the pixels as they are: extraneous bytes before a marker are common in
     * intact files.
     */
    private static boolean isDamage(String warning) {
        return warning.contains("remature end")
                || warning.contains("bad Huffman code")
                || warning.contains("instead of RST")
                || warning.contains("Inconsistent progression");
    }

    /**
     * Writes an image as PNG, completely or not at all ({@link AtomicFile}). The pixels read back are the same. The
     * bytes of the file may depend on the JDK's deflate.
     *
     * @throws IOException if it cannot be written, with the path
     * @throws IllegalArgumentException if the image has neither 1 nor 3 bands, or no pixels
     */
    public static void write(Path png, Planar<GrayU8> image) throws IOException {
        byte[] bytes = toPng(image);
        AtomicFile.write(png, out -> out.write(bytes));
    }

    /**
     * An image as the contents of a PNG file, gray or RGB, 8 bits.
     *
     * @throws IllegalArgumentException if the image has neither 1 nor 3 bands, or no pixels
     */
    public static byte[] toPng(Planar<GrayU8> image) {
        int bands = Gray.bands(image);
        if (image.width < 1 || image.height < 1) {
            throw new IllegalArgumentException(
                    "A PNG has at least 1x1 pixels, got " + image.width + "x" + image.height);
        }
        BufferedImage buffered = new BufferedImage(
                image.width, image.height, bands == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        byte[] row = new byte[image.width * bands];
        for (int y = 0; y < image.height; y++) {
            for (int b = 0; b < bands; b++) {
                GrayU8 band = image.getBand(b);
                int from = band.startIndex + y * band.stride;
                for (int x = 0; x < image.width; x++) {
                    row[x * bands + b] = band.data[from + x];
                }
            }
            buffered.getRaster().setDataElements(0, y, image.width, 1, row);
        }
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(buffered), "png")
                .next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(buffered, null, null));
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
