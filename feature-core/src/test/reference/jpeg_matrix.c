/*
 * Writes JPEG files of all kinds. libjpeg-turbo (API 6b); compiled and run by jpeg_matrix.py, which gives a file a line:
 *   FILE COLOURS HxV CODING TABLES RESTART QUALITY WIDTH HEIGHT SEED
 * COLOURS: gray ycc rgb cmyk ycck; HxV: sampling factors of the first (and fourth) component, the others have 1x1;
 * CODING: b(aseline) p(rogressive) a(rithmetic) q (arithmetic and progressive); TABLES: 8 or 16 bits at most;
 * RESTART: MCUs in an interval, or 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>

static unsigned state;

static int noise(int n) {
    state = state * 1664525u + 1013904223u;
    return (int) ((state >> 16) % n);
}

/* Gradients, edges between the ends of the range, and noise. */
static void row_of(unsigned char *row, int y, int width, int bands, unsigned seed) {
    for (int x = 0; x < width; x++) {
        for (int b = 0; b < bands; b++) {
            int v = x * (3 + b + seed % 5) + y * (7 - b);
            if ((x + 2 * b) / 9 % 3 == 1 && y / 7 % 2) v = (x / 4 + b) % 2 ? 255 : 0;
            v += noise(1 + seed % 40);
            row[x * bands + b] = v < 0 ? 0 : v % 512 > 255 ? 511 - v % 512 : v % 512;
        }
    }
}

int main(void) {
    char file[1000], colours[10], coding;
    int h, v, tables, restart, quality, width, height;
    unsigned seed;
    while (scanf("%999s %9s %dx%d %c %d %d %d %d %d %u", file, colours, &h, &v, &coding, &tables, &restart, &quality,
                 &width, &height, &seed) == 11) {
        struct jpeg_compress_struct c;
        struct jpeg_error_mgr errors;
        FILE *out = fopen(file, "wb");
        if (!out) return 1;
        c.err = jpeg_std_error(&errors);
        jpeg_create_compress(&c);
        jpeg_stdio_dest(&c, out);
        int bands = !strcmp(colours, "gray") ? 1 : strchr(colours, 'k') ? 4 : 3;
        c.image_width = width;
        c.image_height = height;
        c.input_components = bands;
        c.in_color_space = bands == 1 ? JCS_GRAYSCALE : bands == 3 ? JCS_RGB : JCS_CMYK;
        jpeg_set_defaults(&c);
        if (!strcmp(colours, "rgb")) jpeg_set_colorspace(&c, JCS_RGB);
        if (!strcmp(colours, "ycck")) jpeg_set_colorspace(&c, JCS_YCCK);
        for (int i = 0; i < bands; i++) {
            int full = i == 0 || i == 3;
            c.comp_info[i].h_samp_factor = full ? h : 1;
            c.comp_info[i].v_samp_factor = full ? v : 1;
        }
        jpeg_set_quality(&c, quality, tables == 8);
        c.restart_interval = restart;
        c.arith_code = coding == 'a' || coding == 'q';
        if (coding == 'p' || coding == 'q') jpeg_simple_progression(&c);
        jpeg_start_compress(&c, TRUE);
        unsigned char *row = malloc((size_t) width * bands);
        JSAMPROW rows[1] = {row};
        state = seed;
        for (int y = 0; y < height; y++) {
            row_of(row, y, width, bands, seed);
            jpeg_write_scanlines(&c, rows, 1);
        }
        jpeg_finish_compress(&c);
        jpeg_destroy_compress(&c);
        free(row);
        fclose(out);
    }
    return 0;
}
