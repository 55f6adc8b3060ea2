package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import java.util.Arrays;
import java.util.List;

/** The fitted {@link HogCells}. */
final class HogCellsDescriptors implements LocalDescriptors {
    private final int[] cells;
    private final FeatureExtractor[] extractors;
    /** The side of a descriptor in cells. */
    private final int side;

    private final int columns;
    private final int leastSide;
    private final String name;

    HogCellsDescriptors(List<Hog> scales) {
        this.cells = scales.stream().mapToInt(Hog::cellSize).toArray();
        this.extractors = scales.stream().map(Hog::extractor).toArray(FeatureExtractor[]::new);
        this.side = scales.get(0).side();
        this.columns = scales.get(0).values();
        this.leastSide = Math.multiplyExact(side, Arrays.stream(cells).max().orElseThrow());
        this.name = (side == 1 ? "HoG cells of " : "HoG blocks of 2x2 cells of ") + Arrays.toString(cells) + " pixels";
    }

    @Override
    public int columns(int width, int height, int bands) {
        DescribedImage.check(name, leastSide, width, height, bands);
        return columns;
    }

    /** How many descriptors there are along a side of this length in pixels. */
    private int count(int cell, int length) {
        return length / cell - side + 1;
    }

    @Override
    public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
        columns(image.width, image.height, image.getNumBands());
        long count = 0;
        for (int cell : cells) {
            count += (long) count(cell, image.width) * count(cell, image.height);
        }
        out.reset(DescribedImage.count(count, columns, image), columns);
        int done = 0;
        for (int s = 0; s < cells.length; s++) {
            extractors[s].extract(image, out.values(), done * columns, run);
            done = place(cells[s], image.width, image.height, out, done);
        }
    }

    /** Sets the places of the descriptors of a scale, from number {@code done} on, and returns the number after. */
    private int place(int cell, int width, int height, Descriptors out, int done) {
        int at = done;
        int across = count(cell, width);
        int down = count(cell, height);
        float half = side * cell / 2f;
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                out.place(at++, column * cell + half, row * cell + half, side * cell);
            }
        }
        return at;
    }
}
