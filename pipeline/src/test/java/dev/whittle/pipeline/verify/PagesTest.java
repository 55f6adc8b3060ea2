package dev.whittle.pipeline.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Path FILE = Path.of("report.html");

    /** A PNG with one bright pixel, as a picture of a page. @param quality 0 compresses most */
    private static String picture(int bright, float quality) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(bright, 3, 0, 200);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return "<img src=\"data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "\">";
    }

    @Test
    void picturesAreComparedByTheirPixels() throws IOException {
        String stored = "<section id=\"a\">\n" + picture(5, 0) + "\n</section>";
        String now = "<section id=\"a\">\n" + picture(5, 1) + "\n</section>";
        assertNotEquals(stored, now, "they are compressed in different ways");
        assertEquals(Optional.empty(), Pages.ofTexts(FILE, stored, now));
        String other = "<section id=\"a\">\n" + picture(6, 0) + "\n</section>";
        String found = Pages.ofTexts(FILE, stored, other).orElseThrow().text();
        assertTrue(found.startsWith("report.html, line 2: stored '"), found);
        assertTrue(found.endsWith("(section 'a')"), found);
    }

    /** The same picture with a part before that of its pixels. */
    private static String withPart(String picture, String type, byte... data) {
        String[] around = picture.split("base64,|\">");
        byte[] png = Base64.getDecoder().decode(around[1]);
        ByteBuffer part = ByteBuffer.allocate(12 + data.length);
        part.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(part.array(), 4, 4 + data.length);
        part.putInt((int) crc.getValue());
        // The parts before are the 8 bytes of the format and the 25 of the header.
        byte[] with = new byte[png.length + part.capacity()];
        System.arraycopy(png, 0, with, 0, 33);
        System.arraycopy(part.array(), 0, with, 33, part.capacity());
        System.arraycopy(png, 33, with, 33 + part.capacity(), png.length - 33);
        return around[0] + "base64," + Base64.getEncoder().encodeToString(with) + "\">";
    }

    @Test
    void whatBrowsersShowInAnotherWayDiffersThoughThePixelsAreTheSame() throws IOException {
        String now = picture(5, 1);
        for (String stored : List.of(
                withPart(now, "gAMA", (byte) 0, (byte) 7, (byte) 0xa1, (byte) 0x20),
                withPart(now, "acTL", new byte[8]),
                withPart(now, "tEXt", (byte) 'a', (byte) 0, (byte) 'b'))) {
            assertTrue(Pages.ofTexts(FILE, stored, now).isPresent(), stored);
        }
        byte[] png = Base64.getDecoder().decode(now.split("base64,|\">")[1]);
        png[png.length - 13] ^= 1; // the checksum of the pixels
        String broken =
                "<img src=\"data:image/png;base64," + Base64.getEncoder().encodeToString(png) + "\">";
        assertTrue(Pages.ofTexts(FILE, broken, now).isPresent());
    }

    @Test
    void aTextInThePlaceOfAPictureDiffers() throws IOException {
        String now = picture(5, 1);
        // What is compared in the place of the picture, as a forger would find it.
        String hash = Pages.withPixels(now);
        assertNotEquals(now, hash);
        assertTrue(Pages.ofTexts(FILE, hash, now).isPresent());
        String asPicture = hash.replace("image/png;pixels=", "image/png;base64,");
        assertTrue(Pages.ofTexts(FILE, asPicture, now).isPresent());
        assertEquals(Optional.empty(), Pages.ofTexts(FILE, hash, hash));
    }

    @Test
    void theSectionIsTheLastThatBeganBeforeTheEndOfTheLine() {
        String page = "<p>1</p>\n<section id=\"a\">\n<p>2</p>\n<section id=\"b\"><p>3</p>\n";
        for (String[] fault :
                new String[][] {{"1", "line 1", ""}, {"2", "line 3", "section 'a'"}, {"3", "line 4", "section 'b'"}}) {
            var found = Pages.ofTexts(FILE, page, page.replace(">" + fault[0], ">7"))
                    .orElseThrow();
            assertEquals(fault[1], found.place());
            assertEquals(fault[2], found.of());
            assertTrue(found.expected().contains(fault[0]) && found.actual().contains("7"), found.text());
        }
        String markdown = "# name\n\n## tables\n\n| 1 |\n";
        assertEquals(
                "section 'tables'",
                Pages.ofTexts(Path.of("report.md"), markdown, markdown.replace("1", "2"))
                        .orElseThrow()
                        .of());
    }
}
