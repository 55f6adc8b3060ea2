package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/** The stored samples of Java's images as bands of 8 bits. */
final class ImageSamples {
    private ImageSamples() {}

    /** The stored samples as bands: looked up in the palette, or scaled to 8 bits, and shown on white. */
    static Planar<GrayU8> of(String name, BufferedImage image) throws IOException {
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        if (model instanceof IndexColorModel palette) {
            return indexed(name, raster, palette);
        }
        int bands = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY ? 1 : 3;
        Planar<GrayU8> colours = of(raster, bands, model.getComponentSize());
        if (model.hasAlpha()) {
            int max = (1 << model.getComponentSize(bands)) - 1;
            int[] alpha = new int[raster.getWidth()];
            for (int y = 0; y < raster.getHeight(); y++) {
                raster.getSamples(0, y, alpha.length, 1, bands, alpha);
                for (int x = 0; x < alpha.length; x++) {
                    int opacity = Samples.scaled(alpha[x], max);
                    for (int b = 0; b < bands; b++) {
                        colours.getBand(b)
                                .set(x, y, Samples.overWhite(colours.getBand(b).get(x, y), opacity));
                    }
                }
            }
        }
        return colours;
    }

    private static Planar<GrayU8> indexed(String name, Raster raster, IndexColorModel model) throws IOException {
        int[] argb = new int[model.getMapSize()];
        model.getRGBs(argb);
        Bytes nothing = new Bytes(new byte[0], name);
        PixelRows pixels = PixelRows.indexed(nothing, raster.getWidth(), raster.getHeight(), new Palette(argb));
        int[] row = new int[raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            pixels.put(y, 0, 1, row.length, row);
        }
        return pixels.image(note -> {});
    }

    /** The samples of a raster, scaled from so many bits to 8. */
    static Planar<GrayU8> of(Raster raster, int bands, int[] bits) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, raster.getWidth(), raster.getHeight(), bands);
        boolean bytes = raster.getTransferType() == DataBuffer.TYPE_BYTE
                && raster.getSampleModel() instanceof ComponentSampleModel
                && bits[0] == 8;
        if (bytes) {
            int step = raster.getNumBands();
            byte[] row = new byte[image.width * step];
            for (int y = 0; y < image.height; y++) {
                raster.getDataElements(0, y, image.width, 1, row);
                for (int b = 0; b < bands; b++) {
                    byte[] to = image.getBand(b).data;
                    for (int x = 0; x < image.width; x++) {
                        to[y * image.width + x] = row[x * step + b];
                    }
                }
            }
            return image;
        }
        int[] row = new int[image.width];
        for (int b = 0; b < bands; b++) {
            byte[] to = image.getBand(b).data;
            int max = (1 << bits[b]) - 1;
            for (int y = 0; y < image.height; y++) {
                raster.getSamples(0, y, image.width, 1, b, row);
                for (int x = 0; x < image.width; x++) {
                    to[y * image.width + x] = (byte) Samples.scaled(row[x], max);
                }
            }
        }
        return image;
    }
}
