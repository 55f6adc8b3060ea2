package dev.whittle.feature.image;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.JpegHeader.Colours;
import java.awt.image.Raster;
import java.io.IOException;

/** Reads JPEG files. */
final class JpegFile {
    private JpegFile() {}

    static Planar<GrayU8> read(Bytes in) throws IOException {
        JpegHeader header = JpegHeader.scan(in);
        // A raster has the stored samples. Converting them here keeps colour profiles out of the pixels.
        Raster raster = ImageFile.withReader(in, "jpeg", reader -> reader.readRaster(0, null));
        ImageFile.requireSize(in, raster.getWidth(), raster.getHeight(), header.width(), header.height());
        Colours colours = header.colours();
        if (raster.getNumBands() != colours.components) {
            throw new IOException(
                    in.name() + ": decodes to " + raster.getNumBands() + " components, expected " + colours.components);
        }
        Planar<GrayU8> image = ImageSamples.of(raster, raster.getNumBands(), new int[] {8, 8, 8, 8});
        for (int b = 0; b < image.getNumBands(); b++) {
            if ((header.halfRows() >> b & 1) == 1) {
                JpegUpsampling.interpolateRows(image.getBand(b));
            }
        }
        if (colours == Colours.YCBCR || colours == Colours.YCCK) {
            JpegColours.fromYcc(image);
        }
        if (colours == Colours.CMYK || colours == Colours.YCCK) {
            image = JpegColours.fromCmyk(image, colours == Colours.YCCK);
        }
        return Exif.upright(image, header.orientation());
    }
}
