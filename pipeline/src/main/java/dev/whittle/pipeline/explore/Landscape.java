package dev.whittle.pipeline.explore;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;

/**
 * A drawn scene in place of a photograph: a mountain with straight slopes, a house and a tree with many leaves under an
 * even sky. Lengths are parts of 4 in width and 3 in height, from the upper left. Only exactly specified arithmetic is
 * used, so pixels are the same on every machine.
 *
 * @param peak x of the mountain's top, which is at a height of 0.8
 * @param house x of the middle of the house
 * @param tree x of the middle of the tree's crown, whose y is 1.4 and whose radius is 0.55
 * @param wall how light the wall is, from 0 to 1
 * @param leaves x, y and radius relative to the crown, and lightness of each leaf
 */
public record Landscape(double peak, double house, double tree, double wall, double[][] leaves) {
    private static final int LEAVES = 260;
    private static final double HORIZON = 1.9;
    /** Samples in each direction of a pixel, of which it is the mean. */
    private static final int SAMPLES = 4;

    /** One of many similar scenes. @param index 0 is the one that the page shows */
    public static Landscape of(int index, Run run) {
        Rng random = run.random("landscape", index);
        double move = index == 0 ? 0 : 0.2;
        double peak = 0.85 + move * (random.nextDouble() - 0.5);
        double house = 2.1 + move * (random.nextDouble() - 0.5);
        double tree = 3.3 + move * (random.nextDouble() - 0.5);
        double wall = index == 0 ? 1 : 0.7 + 0.3 * random.nextDouble();
        double[][] leaves = new double[LEAVES][];
        for (int i = 0; i < LEAVES; i++) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            leaves[i] = new double[] {x, y, 0.08 + 0.05 * random.nextDouble(), random.nextDouble()};
        }
        return new Landscape(peak, house, tree, wall, leaves);
    }

    /** The scene in red, green and blue. @param width in pixels, as the height; 4 to 3 keeps the shapes */
    public Planar<GrayU8> picture(int width, int height) {
        Planar<GrayU8> picture = new Planar<>(GrayU8.class, width, height, 3);
        double[] color = new double[3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] sum = new double[3];
                for (int s = 0; s < SAMPLES * SAMPLES; s++) {
                    double u = 4 * (x + (s % SAMPLES + 0.5) / SAMPLES) / width;
                    double v = 3 * (y + (s / SAMPLES + 0.5) / SAMPLES) / height;
                    color(u, v, color);
                    for (int b = 0; b < 3; b++) {
                        sum[b] += color[b];
                    }
                }
                for (int b = 0; b < 3; b++) {
                    picture.getBand(b).unsafe_set(x, y, (int) Math.rint(sum[b] / (SAMPLES * SAMPLES)));
                }
            }
        }
        return picture;
    }

    private void color(double x, double y, double[] out) {
        if (y < HORIZON) {
            double t = y / HORIZON;
            set(out, 140 + 40 * t, 180 + 25 * t, 225 + 10 * t);
        } else {
            double t = (y - HORIZON) / (3 - HORIZON);
            set(out, 110 - 35 * t, 160 - 45 * t, 80 - 25 * t);
        }
        mountain(x, y, out);
        house(x, y, out);
        tree(x, y, out);
    }

    private void mountain(double x, double y, double[] out) {
        double below = y - 0.8;
        if (y < HORIZON && Math.abs(x - peak) < below) {
            boolean snow = below < 0.3;
            boolean shade = x > peak;
            double gray = (snow ? 235 : 120) - (shade ? 35 : 0);
            set(out, gray, gray - 5, gray + 5);
        }
    }

    private void house(double x, double y, double[] out) {
        double side = Math.abs(x - house);
        if (y > 1.15 && y < 1.65 && side < 0.7 * (y - 1.15) / 0.5) {
            set(out, 175, 60, 45);
        } else if (y >= 1.65 && y < 2.45 && side < 0.55) {
            set(out, 190 + 50 * wall, 175 + 50 * wall, 140 + 50 * wall);
            if (y > 1.95 && Math.abs(x - house + 0.25) < 0.13) {
                set(out, 95, 60, 35);
            } else if (y > 1.85 && y < 2.15 && Math.abs(x - house - 0.22) < 0.16) {
                set(out, 80, 110, 150);
            }
        }
    }

    private void tree(double x, double y, double[] out) {
        if (y > HORIZON && y < 2.6 && Math.abs(x - tree) < 0.08) {
            set(out, 95, 65, 40);
        }
        double u = (x - tree) / 0.55;
        double v = (y - 1.4) / 0.55;
        if (u * u + v * v < 1) {
            set(out, 25, 70, 30);
            for (double[] leaf : leaves) {
                double du = u - leaf[0];
                double dv = v - leaf[1];
                if (du * du + dv * dv < leaf[2] * leaf[2]) {
                    set(out, 30 + 110 * leaf[3], 80 + 130 * leaf[3], 25 + 60 * leaf[3]);
                }
            }
        }
    }

    private static void set(double[] out, double red, double green, double blue) {
        out[0] = red;
        out[1] = green;
        out[2] = blue;
    }
}
