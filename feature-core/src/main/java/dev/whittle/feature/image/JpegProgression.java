package dev.whittle.feature.image;

import java.io.IOException;
import java.util.Arrays;

/**
 * What the scans of a JPEG brought up to now, and whether all of it came (ITU-T T.81, G.1.1.1.1). Decoders differ in
 * what they make of a file in which bits of coefficients are missing, or come twice.
 */
final class JpegProgression {
    private static final int NOTHING = -1;
    /** T.81, table B.3. */
    private static final int MAX_LOW = 13;
    /**
     * How often blocks may be visited by all scans together, some seconds of work. The scans of libjpeg's default
     * script stay below it for three components of 2<sup>28</sup> pixels, or four of 2<sup>27</sup>; a file of 200 KB
     * with a scan for each bit of each coefficient would take minutes.
     */
    private static final long MAX_VISITS = 1L << 26;

    private final JpegFrame frame;
    /** For each component and coefficient of the zigzag the lowest bit that came. */
    private final int[][] lowest;
    /** How often blocks were visited by the scans up to now. */
    private long visits;

    JpegProgression(JpegFrame frame) {
        this.frame = frame;
        lowest = new int[frame.components.length][64];
        for (int[] component : lowest) {
            Arrays.fill(component, NOTHING);
        }
    }

    /** Adds a scan, if it is what can come next. */
    void add(Bytes in, long at, JpegScan scan) throws IOException {
        boolean band = scan.from == 0 ? scan.to == 0 : scan.to <= 63 && scan.components.length == 1;
        if (frame.progressive && (!band || scan.from > scan.to || scan.low > MAX_LOW)) {
            throw in.error(
                    at,
                    "damaged jpeg data: a progressive scan of coefficients " + scan.from + " to " + scan.to + " of "
                            + scan.components.length + " components from bit " + scan.low);
        }
        if (scan.high > 0 && scan.low != scan.high - 1) {
            throw in.error(
                    at, "damaged jpeg data: a scan follows one down to bit " + scan.high + " with bit " + scan.low);
        }
        for (JpegFrame.Component component : scan.components) {
            visits += (long) component.blocksAcross * component.blocksDown;
        }
        if (visits > MAX_VISITS) {
            throw in.error(
                    at,
                    "too many scans for an image of this size: up to this one they have " + visits
                            + " blocks all together, expected at most " + MAX_VISITS + "; save it with fewer scans");
        }
        int before = scan.high == 0 ? NOTHING : scan.high;
        for (JpegFrame.Component component : scan.components) {
            int[] bits = lowest[Arrays.asList(frame.components).indexOf(component)];
            for (int k = scan.from; k <= scan.to; k++) {
                if (bits[k] != before || k > 0 && scan.from > 0 && bits[0] == NOTHING) {
                    throw in.error(
                            at,
                            "damaged jpeg data: coefficient " + k + " of component " + component.id
                                    + " comes twice, or its bits are not in order");
                }
                bits[k] = scan.low;
            }
        }
    }

    /** Refuses the image if anything is missing. */
    void requireComplete(Bytes in, long at) throws IOException {
        for (int c = 0; c < lowest.length; c++) {
            for (int k = 0; k < 64; k++) {
                if (lowest[c][k] != 0) {
                    throw in.error(
                            at,
                            "damaged jpeg data: the image ends without a scan for "
                                    + (lowest[c][k] == NOTHING ? "" : "the last bits of ") + "coefficient " + k
                                    + " of component " + frame.components[c].id);
                }
            }
        }
    }
}
