package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The one step of JPEG decoding in which Java runtimes differ: components stored with every second row only (4:4:0).
 * Most runtimes have the IJG's library 6b, which repeats the rows. Some are linked to libjpeg-turbo, which interpolates
 * the rows, as it does the columns of 4:2:2. Here repeated rows are interpolated, so all runtimes give the pixels of
 * libjpeg-turbo.
 */
final class JpegUpsampling {
    /** An image of 8x16 pixels in 4:4:0, blue above and red below. */
    private static final String PROBE =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQ"
                    + "DQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQU"
                    + "FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAQAAgDARIAAhEBAxEB/8QAFQABAQAAAAAA"
                    + "AAAAAAAAAAAABwn/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABwj/xAAYEQAC"
                    + "AwAAAAAAAAAAAAAAAAAAGGWj4//aAAwDAQACEQMRAD8AnufTgzUPfiUavMrTqf/Z";

    private static final boolean DECODER_REPEATS_ROWS = probe();

    private JpegUpsampling() {}

    private static boolean probe() {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(PROBE)))) {
            reader.setInput(in, true, true);
            int[] red = reader.readRaster(0, null).getSamples(0, 0, 1, 16, 2, (int[]) null);
            for (int y = 0; y < 16; y += 2) {
                if (red[y] != red[y + 1]) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new IllegalStateException("This Java runtime does not decode a JPEG in 4:4:0", e);
        } finally {
            reader.dispose();
        }
    }

    /**
     * Interpolates the rows of a decoded component that was stored with every second row, unless the decoder has done
     * so.
     */
    static void interpolateRows(GrayU8 component) {
        if (DECODER_REPEATS_ROWS) {
            interpolateRepeated(component);
        }
    }

    /**
     * Rows 2i and 2i+1, both equal to stored row i, become (3·row i + row i-1 + 1)/4 and (3·row i + row i+1 + 2)/4,
     * rounded down. Beyond the edges the first and the last row are repeated.
     */
    static void interpolateRepeated(GrayU8 component) {
        int w = component.width;
        byte[] data = component.data;
        byte[] stored = data.clone();
        for (int y = 0; y < component.height; y++) {
            int last = (component.height - 1) / 2;
            int row = y / 2;
            int neighbour = y % 2 == 0 ? Math.max(0, row - 1) : Math.min(last, row + 1);
            int bias = y % 2 == 0 ? 1 : 2;
            for (int x = 0; x < w; x++) {
                int near = stored[2 * row * w + x] & 0xFF;
                int far = stored[2 * neighbour * w + x] & 0xFF;
                data[y * w + x] = (byte) ((3 * near + far + bias) >> 2);
            }
        }
    }
}
