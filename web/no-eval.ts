import { z } from 'zod'

// zod compiles schemas with `new Function` unless told otherwise before the first one is made;
// the content security policy forbids that. Must stay the first import of main.tsx.
z.config({ jitless: true })
