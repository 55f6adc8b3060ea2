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
import java.util.Arrays;

/** The stored samples of Java's images as bands of 8 bits. */
final class ImageSamples {
    private ImageSamples() {}

    /** The stored samples as bands: looked up in the palette, or scaled to 8 bits, without alpha. */
    static Planar<GrayU8> of(String name, BufferedImage image) throws IOException {
        ColorModel model = image.getColorModel();
        if (model instanceof IndexColorModel palette) {
            return coloured(name, image.getRaster(), palette);
        }
        int bands = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY ? 1 : 3;
        return of(image.getRaster(), bands, model.getComponentSize());
    }

    private static Planar<GrayU8> coloured(String name, Raster raster, IndexColorModel palette) throws IOException {
        byte[][] colours = new byte[3][palette.getMapSize()];
        palette.getReds(colours[0]);
        palette.getGreens(colours[1]);
        palette.getBlues(colours[2]);
        boolean gray = Arrays.equals(colours[0], colours[1]) && Arrays.equals(colours[1], colours[2]);
        Planar<GrayU8> image = new Planar<>(GrayU8.class, raster.getWidth(), raster.getHeight(), gray ? 1 : 3);
        int[] row = new int[image.width];
        for (int y = 0; y < image.height; y++) {
            raster.getSamples(0, y, image.width, 1, 0, row);
            for (int x = 0; x < image.width; x++) {
                if (row[x] >= colours[0].length) {
                    throw new IOException(name + ": the pixel at (" + x + ", " + y + ") has palette index " + row[x]
                            + ", but the palette has " + colours[0].length + " colours");
                }
                for (int b = 0; b < image.getNumBands(); b++) {
                    image.getBand(b).data[y * image.width + x] = colours[b][row[x]];
                }
            }
        }
        return image;
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
                    to[y * image.width + x] = (byte) Pnm.scaled(row[x], max);
                }
            }
        }
        return image;
    }
}
