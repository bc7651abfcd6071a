import { ConflictException, Injectable, UnauthorizedException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { UserDescription } from 'nest-audit-trail';
import { In, Like, Repository } from 'typeorm';
import { Account } from './account.entity.js';
import { hashPassword, isPassword } from './password.js';

@Injectable()
export class AccountsService {
  constructor(@InjectRepository(Account) private readonly accounts: Repository<Account>) {}

  async register(name: string, password: string, { moderator = false } = {}): Promise<Account> {
    const passwordHash = await hashPassword(password);
    const account = this.accounts.create({ name, passwordHash, moderator, createdAt: new Date() });
    try {
      // One statement. `save` would open a transaction, and on SQLite all requests share one connection.
      await this.accounts.insert(account);
    } catch (error) {
      if (await this.named(name)) throw new ConflictException(`The name ${name} is taken.`);
      throw error;
    }
    return account;
  }

  async logIn(name: string, password: string): Promise<Account> {
    const account = await this.named(name);
    if (account && (await isPassword(password, account.passwordHash))) return account;
    throw new UnauthorizedException('The name or the password is wrong.');
  }

  named(name: string): Promise<Account | null> {
    return this.accounts.findOneBy({ name });
  }

  byId(id: number): Promise<Account | null> {
    return this.accounts.findOneBy({ id });
  }

  /** What the staff pages show of accounts. */
  async describe(ids: readonly string[]): Promise<Map<string, UserDescription>> {
    const accounts = await this.accounts.findBy({ id: In(ids.map(Number).filter(Number.isSafeInteger)) });
    return new Map(
      accounts.map(({ id, name, moderator, createdAt }) => [
        String(id),
        { name, staff: moderator, createdAt },
      ]),
    );
  }

  /** The ids of accounts whose name begins so; only the one with just this name where there is one. */
  async idsNamed(text: string): Promise<string[]> {
    const exact = await this.named(text.toLowerCase());
    if (exact) return [String(exact.id)];
    const prefix = `${text.toLowerCase().replaceAll(/[%_\\]/g, '')}%`;
    const found = await this.accounts.find({
      where: { name: Like(prefix) },
      order: { name: 'ASC' },
      take: 20,
    });
    return found.map(({ id }) => String(id));
  }

  async namesOf(ids: readonly number[]): Promise<Map<number, string>> {
    const accounts = await this.accounts.findBy({ id: In([...new Set(ids)]) });
    return new Map(accounts.map(({ id, name }) => [id, name]));
  }
}
