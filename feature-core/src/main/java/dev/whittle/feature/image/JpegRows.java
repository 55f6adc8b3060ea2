package dev.whittle.feature.image;

/**
 * Makes the rows of a colour image from the samples of its components: brings them to full size, converts the colours
 * and writes the bands. A row is a method of its own, as the compiler then compiles its loops once and not again with
 * each loop around them.
 */
final class JpegRows {
    private final JpegColours colours;
    private final int width;
    private final byte[][] bands;
    private final JpegUpsampling[] components;
    private final int[][] even;
    private final int[][] odd;
    private final int[][] evenColours;
    private final int[][] oddColours;
    private final int[] scratch;

    JpegRows(JpegFrame frame, JpegColours colours, byte[][] bands) {
        this.colours = colours;
        this.bands = bands;
        width = frame.width;
        int count = frame.components.length;
        components = new JpegUpsampling[count];
        even = new int[count][];
        odd = new int[count][];
        for (int c = 0; c < count; c++) {
            components[c] = new JpegUpsampling(frame, frame.components[c]);
            even[c] = components[c].even;
            odd[c] = components[c].odd;
        }
        evenColours = new int[count][even[0].length];
        oddColours = new int[count][even[0].length];
        scratch = new int[even[0].length];
    }

    void write(int y) {
        for (JpegUpsampling component : components) {
            component.row(y);
        }
        int[][] evenColumns = colours.convert(even, evenColours);
        int[][] oddColumns = colours.convert(odd, oddColours);
        for (int b = 0; b < bands.length; b++) {
            JpegUpsampling.write(evenColumns[b], oddColumns[b], scratch, bands[b], y * width, width);
        }
    }
}
