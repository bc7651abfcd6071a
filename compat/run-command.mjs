import { execFile } from 'node:child_process';

/** Runs a program to its end. Rejects, with all that it wrote, where it fails and may not. */
export function run(file, args, { mayFail = false, ...options }) {
  return new Promise((resolve, reject) => {
    execFile(file, args, { maxBuffer: 2 ** 26, ...options }, (error, stdout, stderr) => {
      if (error === null || mayFail) resolve({ failed: error !== null, stdout, stderr });
      else reject(new Error(`${file} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error }));
    });
  });
}
