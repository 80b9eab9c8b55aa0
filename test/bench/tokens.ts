import { encode } from "gpt-tokenizer/encoding/o200k_base";

export const tokens = (text: string) => encode(text).length;
